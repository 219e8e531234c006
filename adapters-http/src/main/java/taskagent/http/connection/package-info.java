/** Connections: accepting them, their limits, and the bytes that they hold. */
@NullMarked
package taskagent.http.connection;

import org.jspecify.annotations.NullMarked;
