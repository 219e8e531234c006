/** The task aggregate (spec §2). Start at {@link taskagent.domain.task.Task}. */
@NullMarked
package taskagent.domain.task;

import org.jspecify.annotations.NullMarked;
