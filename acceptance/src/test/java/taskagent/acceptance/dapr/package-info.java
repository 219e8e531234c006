/** Task Agent on a real Dapr, whose parts are killed one by one. */
package taskagent.acceptance.dapr;
