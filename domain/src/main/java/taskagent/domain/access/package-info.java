/**
 * Who may do what (specification §15). Start reading at {@link taskagent.domain.access.Access},
 * which decides everything.
 */
@NullMarked
package taskagent.domain.access;

import org.jspecify.annotations.NullMarked;
