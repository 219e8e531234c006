package taskagent.domain.task;

/** What a task answers to a command. */
public sealed interface TaskAnswer {

  /** The command holds; this is the task after it. */
  record Accepted(TaskSnapshot task) implements TaskAnswer {}

  /** The command was refused and changed nothing. */
  record Refused(TaskRefusal refusal) implements TaskAnswer {}
}
