/** What can be measured. Start with {@link taskagent.bench.measure.Measurement}. */
@NullMarked
package taskagent.bench.measure;

import org.jspecify.annotations.NullMarked;
