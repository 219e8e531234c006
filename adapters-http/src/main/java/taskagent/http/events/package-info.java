/**
 * The stream of changes: {@code GET /events} (specification §14). Start reading at {@link
 * taskagent.http.events.EventRoutes}.
 */
@NullMarked
package taskagent.http.events;

import org.jspecify.annotations.NullMarked;
