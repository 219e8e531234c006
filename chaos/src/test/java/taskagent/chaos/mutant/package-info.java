/** Builds of the system with one defect each, to prove that the checks can fail. */
@NullMarked
package taskagent.chaos.mutant;

import org.jspecify.annotations.NullMarked;
