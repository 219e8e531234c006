/**
 * Processes of the packaged application and clients of it, for tests: start at {@link
 * taskagent.testing.server.ServerProcess}.
 */
package taskagent.testing.server;
