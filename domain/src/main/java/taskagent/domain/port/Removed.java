package taskagent.domain.port;

import java.time.Instant;
import taskagent.domain.run.RunId;
import taskagent.domain.task.TaskId;

/**
 * What the caller names was removed, by its retention or on request (specification §13). Its id
 * cannot be used again until the engine forgets the removal.
 */
public final class Removed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String what;
  private final transient Instant at;

  /**
   * Reports a removal.
   *
   * @param what names it in words for clients: {@code task t1}
   * @param at the time of the removal
   */
  public Removed(String what, Instant at) {
    super(what + " was removed at " + at);
    this.what = what;
    this.at = at;
  }

  /** Reports that a task was removed at this time. */
  public static Removed task(TaskId id, Instant at) {
    return new Removed("task " + id, at);
  }

  /** Reports that a run was removed at this time. */
  public static Removed run(RunId id, Instant at) {
    return new Removed("workflow " + id, at);
  }

  /** Returns the name of what was removed, in words for clients. */
  public String what() {
    return what;
  }

  /** Returns the reason, in words for clients. */
  public String reason() {
    return what + " was removed at " + at;
  }

  /** Returns the time of the removal. */
  public Instant at() {
    return at;
  }
}
