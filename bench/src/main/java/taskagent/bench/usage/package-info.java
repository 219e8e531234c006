/** What a measurement reads: CPU time and memory from Linux, counters from the server. */
@NullMarked
package taskagent.bench.usage;

import org.jspecify.annotations.NullMarked;
