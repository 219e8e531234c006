/** Faults, and the places where they can be had. */
@NullMarked
package taskagent.chaos.fault;

import org.jspecify.annotations.NullMarked;
