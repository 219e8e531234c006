/** The tables that a run prints. */
@NullMarked
package taskagent.bench.report;

import org.jspecify.annotations.NullMarked;
