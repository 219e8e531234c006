package taskagent.domain.processing;

import java.time.Instant;
import taskagent.domain.task.TaskId;

/**
 * A notification of an assignee.
 *
 * @param key identifies the notification, the same for every attempt; receivers drop duplicates by
 *     it
 * @param attempt the number of the attempt, from 1
 * @param repeated true if the answer to an earlier call was lost, so that the receiver may already
 *     have accepted the notification
 */
public record Notification(
    String key,
    TaskId task,
    String assignee,
    String title,
    Instant deadline,
    int attempt,
    boolean repeated) {}
