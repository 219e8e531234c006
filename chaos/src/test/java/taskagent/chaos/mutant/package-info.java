/** Builds of the system with one defect each: a suite that finds nothing in them proves nothing. */
@NullMarked
package taskagent.chaos.mutant;

import org.jspecify.annotations.NullMarked;
