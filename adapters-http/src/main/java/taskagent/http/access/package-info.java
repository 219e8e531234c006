/**
 * Who calls (specification §15): reads the token of a request, and lets the page log in and out.
 * Start reading at {@link taskagent.http.access.Admission}.
 */
@NullMarked
package taskagent.http.access;

import org.jspecify.annotations.NullMarked;
