/**
 * The line by which lists are filtered, such as {@code status:open assignee:ada due:<2h report}
 * (specification §14).
 */
@NullMarked
package taskagent.http.filter;

import org.jspecify.annotations.NullMarked;
