/** Faults, and the tiers into which they can be injected. */
@NullMarked
package taskagent.chaos.fault;

import org.jspecify.annotations.NullMarked;
