/**
 * Simulates crashes of the embedded engine on its real store, with a virtual clock. No process is
 * killed: a crashed engine writes and sends nothing more. Start with {@link
 * taskagent.chaos.sim.Simulation}.
 */
@NullMarked
package taskagent.chaos.sim;

import org.jspecify.annotations.NullMarked;
