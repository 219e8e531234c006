package taskagent.domain.processing;

import taskagent.domain.task.TaskId;

/**
 * The request of a client to process a task (specification §5).
 *
 * @param deadlineSeconds the deadline, counted from the time at which the request was accepted
 */
public record TaskRequest(
    TaskId taskId, String title, String description, String assignee, long deadlineSeconds) {

  /** The default deadline, in seconds. */
  public static final long DEFAULT_DEADLINE_SECONDS = 3600;

  /** The shortest deadline, in seconds. */
  public static final long SHORTEST_DEADLINE_SECONDS = 1;

  /** The longest deadline, in seconds: a year. */
  public static final long LONGEST_DEADLINE_SECONDS = 31_536_000;
}
