/** Notifications and events, sent to a webhook or to the log, and logs and counts of activity. */
@NullMarked
package taskagent.outbound;

import org.jspecify.annotations.NullMarked;
