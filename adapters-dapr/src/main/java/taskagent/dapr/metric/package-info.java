/** Metrics of the engine. */
@NullMarked
package taskagent.dapr.metric;

import org.jspecify.annotations.NullMarked;
