/** Scenarios about who may do what, on a server of their own whose callers show tokens. */
package taskagent.acceptance.access;
