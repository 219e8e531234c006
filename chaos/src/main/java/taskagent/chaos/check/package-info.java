/**
 * Checks the invariants of the system. It uses the answers that clients got during a fault, and the
 * state after it. It is pure and does not know the code that it checks. Start with {@link
 * taskagent.chaos.check.InvariantChecker}.
 */
@NullMarked
package taskagent.chaos.check;

import org.jspecify.annotations.NullMarked;
