/** The way of a request through the server: limits, reading, dispatching, answering, metrics. */
@NullMarked
package taskagent.http.server;

import org.jspecify.annotations.NullMarked;
