/**
 * The rules that every engine shares. Start reading at {@link
 * taskagent.domain.engine.StepExecutor}, which runs the steps of a saga, and {@link
 * taskagent.domain.engine.TaskHost}, which runs those on a task.
 */
@NullMarked
package taskagent.domain.engine;

import org.jspecify.annotations.NullMarked;
