/**
 * Publishes events to pub/sub and takes them from there. Start at {@link
 * taskagent.dapr.event.EventConsumer}.
 */
@NullMarked
package taskagent.dapr.event;

import org.jspecify.annotations.NullMarked;
