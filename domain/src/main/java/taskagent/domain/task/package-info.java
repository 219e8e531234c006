/**
 * The task aggregate (specification §2). Start reading at {@link taskagent.domain.task.Task}, which
 * decides every {@link taskagent.domain.task.TaskCommand}.
 */
@NullMarked
package taskagent.domain.task;

import org.jspecify.annotations.NullMarked;
