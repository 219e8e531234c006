/**
 * Processes of the packaged application and clients of it, for tests: start at {@link
 * taskagent.acceptance.server.ServerProcess}.
 */
package taskagent.acceptance.server;
