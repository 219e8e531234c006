package taskagent.domain.task;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One change of a task: an entry of its timeline, which is also published (specification §2, §6).
 *
 * @param version the version of the task after the change; identifies the event within its task
 * @param by the command that changed the task
 * @param detail further information for people, such as the assignee or the deadline; may be empty
 * @param actor who asked for the change; empty if nobody did, or nobody had to say who they are
 */
public record TaskEvent(
    TaskId task,
    long version,
    Instant at,
    Type type,
    Optional<TaskStatus> from,
    TaskStatus to,
    CommandId by,
    String detail,
    Optional<String> actor) {

  /** Creates a change that has no actor. */
  public TaskEvent(
      TaskId task,
      long version,
      Instant at,
      Type type,
      Optional<TaskStatus> from,
      TaskStatus to,
      CommandId by,
      String detail) {
    this(task, version, at, type, from, to, by, detail, Optional.empty());
  }

  /** Returns the change with this actor. */
  TaskEvent askedForBy(String who) {
    return new TaskEvent(task, version, at, type, from, to, by, detail, Optional.of(who));
  }

  /** What happened. */
  public enum Type {
    CREATED,
    REVISED,
    ASSIGNED,
    UNASSIGNED,
    STARTED,
    COMPLETED,
    CANCELLED,
    DEADLINE_SET,
    DEADLINE_CLEARED,
    OVERDUE;

    /** Returns the wire name, used on the timeline and after {@code task.} in event types. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the type with this wire name. */
    public static Type ofWireName(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }
}
