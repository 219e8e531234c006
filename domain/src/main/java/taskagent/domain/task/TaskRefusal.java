package taskagent.domain.task;

/** Why a task refused a command (specification §2). A refusal is an answer, not an exception. */
public sealed interface TaskRefusal {

  /** Returns the reason, in words for clients. */
  String reason();

  /** The task does not exist (yet). */
  record NotFound(TaskId id) implements TaskRefusal {
    @Override
    public String reason() {
      return "there is no task " + id;
    }
  }

  /** The task is completed or cancelled and cannot change any more. */
  record Closed(TaskStatus status) implements TaskRefusal {
    @Override
    public String reason() {
      return "the task is " + status.wireName() + " and can no longer change";
    }
  }

  /** The current status of the task does not allow the command. */
  record NotAllowed(String verb, TaskStatus status) implements TaskRefusal {
    @Override
    public String reason() {
      return "cannot " + verb + " a task that is " + status.wireName();
    }
  }

  /** The client used the same key for another command to this task. */
  record KeyReused() implements TaskRefusal {
    @Override
    public String reason() {
      return "the key was already used for another command to this task";
    }
  }

  /** The task has changed after the client read it. */
  record VersionMismatch(long expected, long actual) implements TaskRefusal {
    @Override
    public String reason() {
      return "the task has version " + actual + (expected > 0 ? ", not " + expected : "");
    }
  }
}
