package taskagent.domain.task;

import java.util.Locale;

/** Where a task stands (spec §2). A task that was never created has no status at all. */
public enum TaskStatus {
  /** Created, nobody assigned. */
  PENDING,
  /** Somebody is to do it. */
  ASSIGNED,
  /** Somebody does it. */
  IN_PROGRESS,
  /** Its deadline passed while it was open. */
  OVERDUE,
  /** Done; terminal. */
  COMPLETED,
  /** Given up; terminal. */
  CANCELLED;

  /** Whether no command can move the task any more. */
  public boolean terminal() {
    return this == COMPLETED || this == CANCELLED;
  }

  /** The name on the wire. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The status with this name on the wire. */
  public static TaskStatus ofWireName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
