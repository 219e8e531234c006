/** The processes that are measured: how they are started, and how they are stopped. */
@NullMarked
package taskagent.bench.server;

import org.jspecify.annotations.NullMarked;
