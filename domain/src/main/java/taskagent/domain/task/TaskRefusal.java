package taskagent.domain.task;

/** Why a task refused a command (spec §2). A refusal is an answer, never an exception. */
public sealed interface TaskRefusal {

  /** The reason in a sentence that a client can be shown. */
  String reason();

  /** There is no such task (yet). */
  record NotFound(TaskId id) implements TaskRefusal {
    @Override
    public String reason() {
      return "there is no task " + id;
    }
  }

  /** The task is completed or cancelled, for good. */
  record Closed(TaskStatus status) implements TaskRefusal {
    @Override
    public String reason() {
      return "the task is " + status.wireName() + " and can no longer change";
    }
  }

  /** The task's present status does not allow it. */
  record NotAllowed(String verb, TaskStatus status) implements TaskRefusal {
    @Override
    public String reason() {
      return "cannot " + verb + " a task that is " + status.wireName();
    }
  }

  /** The task has changed since the client read it. */
  record VersionMismatch(long expected, long actual) implements TaskRefusal {
    @Override
    public String reason() {
      return "the task has version " + actual + ", not " + expected;
    }
  }
}
