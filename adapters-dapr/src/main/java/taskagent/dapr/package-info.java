/**
 * The distributed engine: the core on Dapr's actors, workflows, state and pub/sub. Start at {@link
 * taskagent.dapr.DaprEngine}; what a task's turn is, is in {@link taskagent.dapr.TaskTurns}.
 */
@NullMarked
package taskagent.dapr;

import org.jspecify.annotations.NullMarked;
