package taskagent.domain.processing;

import java.time.Instant;
import taskagent.domain.task.TaskId;

/**
 * What an assignee is told.
 *
 * @param key names the notification, whatever the attempt; a receiver tells by it whether it heard
 *     of it before
 * @param attempt counts the tries from 1
 */
public record Notification(
    String key, TaskId task, String assignee, String title, Instant deadline, int attempt) {}
