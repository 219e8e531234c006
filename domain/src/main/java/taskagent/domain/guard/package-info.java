/**
 * The ports as a caller may use them (specification §15): what a caller may not see does not exist
 * there, and changes record the caller. The engine's own work uses the ports themselves. Start
 * reading at {@link taskagent.domain.guard.GuardedTasks}.
 */
@NullMarked
package taskagent.domain.guard;

import org.jspecify.annotations.NullMarked;
