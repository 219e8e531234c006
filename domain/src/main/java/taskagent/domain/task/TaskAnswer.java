package taskagent.domain.task;

/** The answer of a task to a command. */
public sealed interface TaskAnswer {

  /** The command was accepted; carries the task after it. */
  record Accepted(TaskSnapshot task) implements TaskAnswer {}

  /**
   * The command was a compensation that found nothing to reverse, and changed nothing; carries the
   * task as it is.
   */
  record Skipped(TaskSnapshot task, String reason) implements TaskAnswer {}

  /** The command was refused and changed nothing. */
  record Refused(TaskRefusal refusal) implements TaskAnswer {}
}
