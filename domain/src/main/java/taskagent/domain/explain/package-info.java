/**
 * Why a task is where it is (specification §14). Start reading at {@link
 * taskagent.domain.explain.Explanation#of}.
 */
@NullMarked
package taskagent.domain.explain;

import org.jspecify.annotations.NullMarked;
