package taskagent.domain.task;

import java.time.Instant;
import java.util.Optional;
import taskagent.domain.access.Subject;

/**
 * A task as clients see it (specification §2).
 *
 * @param version starts at 1 and increases by one with every change
 * @param requestedBy who asked for the task; empty if nobody had to say who they are
 */
public record TaskSnapshot(
    TaskId id,
    String title,
    String description,
    TaskStatus status,
    Optional<String> assignee,
    Optional<Instant> deadline,
    Instant createdAt,
    Instant updatedAt,
    long version,
    Optional<String> requestedBy) {

  /** Creates a task of which nobody knows who asked for it. */
  public TaskSnapshot(
      TaskId id,
      String title,
      String description,
      TaskStatus status,
      Optional<String> assignee,
      Optional<Instant> deadline,
      Instant createdAt,
      Instant updatedAt,
      long version) {
    this(
        id,
        title,
        description,
        status,
        assignee,
        deadline,
        createdAt,
        updatedAt,
        version,
        Optional.empty());
  }

  /** Returns the owners of the task. */
  public Subject.OfTask owners() {
    return new Subject.OfTask(assignee, requestedBy);
  }
}
