/** What goes out: notifications and events, to the log or to a webhook. */
@NullMarked
package taskagent.outbound;

import org.jspecify.annotations.NullMarked;
