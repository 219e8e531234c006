/**
 * Tasks and conversations as virtual actors. Start at {@link taskagent.dapr.actor.TaskTurns}, which
 * says what an actor does in a turn and in which order.
 */
@NullMarked
package taskagent.dapr.actor;

import org.jspecify.annotations.NullMarked;
