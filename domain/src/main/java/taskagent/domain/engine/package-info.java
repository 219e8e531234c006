/**
 * The rules that every engine shares. Start reading at {@link
 * taskagent.domain.engine.StepExecutor}, which runs the steps of the task saga on the ports.
 */
@NullMarked
package taskagent.domain.engine;

import org.jspecify.annotations.NullMarked;
