package taskagent.domain.task;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One change of a task: an entry of its timeline, and what is published about it (spec §2, §6).
 *
 * @param version the task's version after the change; with the task's id it names the event
 * @param by the command that changed it
 * @param detail what a person wants to know besides: the assignee, the deadline; may be empty
 */
public record TaskEvent(
    TaskId task,
    long version,
    Instant at,
    Type type,
    Optional<TaskStatus> from,
    TaskStatus to,
    CommandId by,
    String detail) {

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

    /** The name on the wire, on the timeline and after {@code task.} in an event's type. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The type with this name on the wire. */
    public static Type ofWireName(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }
}
