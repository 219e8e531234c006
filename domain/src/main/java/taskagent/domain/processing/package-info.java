/**
 * The task saga (specification §4): {@code validate → create → assign → set deadline → notify}.
 * Start reading at {@link taskagent.domain.processing.TaskProcessing}.
 */
@NullMarked
package taskagent.domain.processing;

import org.jspecify.annotations.NullMarked;
