/**
 * Lists of tasks and runs (specification §14): what they filter by, and the change log that keeps
 * them up to date. Start reading at {@link taskagent.domain.view.Lists}.
 */
@NullMarked
package taskagent.domain.view;

import org.jspecify.annotations.NullMarked;
