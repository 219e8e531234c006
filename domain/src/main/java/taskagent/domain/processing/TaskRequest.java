package taskagent.domain.processing;

import taskagent.domain.task.TaskId;

/**
 * What a client wants done (spec §5).
 *
 * @param deadlineSeconds counted from when the request was accepted
 */
public record TaskRequest(
    TaskId taskId, String title, String description, String assignee, long deadlineSeconds) {

  /** The deadline of a request that names none, in seconds. */
  public static final long DEFAULT_DEADLINE_SECONDS = 3600;
}
