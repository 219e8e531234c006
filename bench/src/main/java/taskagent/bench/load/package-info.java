/** Closed loops of clients, and the requests that they send. */
@NullMarked
package taskagent.bench.load;

import org.jspecify.annotations.NullMarked;
