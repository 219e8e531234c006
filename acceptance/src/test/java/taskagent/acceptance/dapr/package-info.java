/** Task Agent on a real Dapr, whose parts are killed, frozen, slowed down or wiped. */
package taskagent.acceptance.dapr;
