package taskagent.domain.processing;

import java.util.Optional;
import taskagent.domain.task.TaskId;

/**
 * The request of a client to process a task (specification §5).
 *
 * @param deadlineSeconds the deadline, counted from the time at which the request was accepted
 * @param requestedBy who asked for the task, if the client had to say who it is
 * @param retriedBy who asked for this retry, if this is one and the client had to say who it is
 */
public record TaskRequest(
    TaskId taskId,
    String title,
    String description,
    String assignee,
    long deadlineSeconds,
    Optional<String> requestedBy,
    Optional<String> retriedBy) {

  /** The default deadline, in seconds. */
  public static final long DEFAULT_DEADLINE_SECONDS = 3600;

  /** The shortest deadline, in seconds. */
  public static final long SHORTEST_DEADLINE_SECONDS = 1;

  /** The longest deadline, in seconds: a year. */
  public static final long LONGEST_DEADLINE_SECONDS = 31_536_000;

  /** Creates a request of a client that did not have to say who it is. */
  public TaskRequest(
      TaskId taskId, String title, String description, String assignee, long deadlineSeconds) {
    this(taskId, title, description, assignee, deadlineSeconds, Optional.empty(), Optional.empty());
  }

  /** Returns the request of this user. */
  public TaskRequest by(String user) {
    return new TaskRequest(
        taskId, title, description, assignee, deadlineSeconds, Optional.of(user), retriedBy);
  }

  /** Returns who asked for what the run of this request does. */
  public Optional<String> actor() {
    return retriedBy.or(() -> requestedBy);
  }
}
