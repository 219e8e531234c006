package taskagent.domain.task;

import java.util.Locale;

/** The status of a task (specification §2). A task that was never created has no status. */
public enum TaskStatus {
  /** Created, but not assigned. */
  PENDING,
  /** Assigned, but not started. */
  ASSIGNED,
  /** Started by the assignee. */
  IN_PROGRESS,
  /** Its deadline passed while it was open. */
  OVERDUE,
  /** Done; terminal. */
  COMPLETED,
  /** Cancelled; terminal. */
  CANCELLED;

  /** Returns true if no command can change the task any more. */
  public boolean terminal() {
    return this == COMPLETED || this == CANCELLED;
  }

  /** Returns the wire name. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the status with this wire name. */
  public static TaskStatus ofWireName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
