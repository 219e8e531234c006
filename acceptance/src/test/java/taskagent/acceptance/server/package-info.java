/**
 * The packaged application in processes of its own, and a client of it: start at {@link
 * taskagent.acceptance.server.Server}.
 */
package taskagent.acceptance.server;
