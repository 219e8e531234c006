/**
 * Crashes by the thousand: the embedded engine on its real store, with a clock that is moved and
 * processes that only seem to be killed. Start at {@link taskagent.chaos.sim.Simulation}.
 */
@NullMarked
package taskagent.chaos.sim;

import org.jspecify.annotations.NullMarked;
