/**
 * The task saga (spec §4): {@code validate → create → assign → set deadline → notify}. Start at
 * {@link taskagent.domain.processing.TaskProcessing}.
 */
@NullMarked
package taskagent.domain.processing;

import org.jspecify.annotations.NullMarked;
