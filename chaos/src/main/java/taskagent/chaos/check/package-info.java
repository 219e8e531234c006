/**
 * The invariants of the system, decided from what clients were answered while something was broken,
 * and from what the system says when all is well again. Pure: start at {@link
 * taskagent.chaos.check.Checker}. It knows nothing of the code that it checks.
 */
@NullMarked
package taskagent.chaos.check;

import org.jspecify.annotations.NullMarked;
