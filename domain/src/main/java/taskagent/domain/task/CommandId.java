package taskagent.domain.task;

/**
 * Names one intention to change a task. Delivering a command again under the same id changes
 * nothing (spec §2), so whoever may have to repeat a command derives its id from what it wants, not
 * from the attempt: a saga step uses {@code workflow id/step/do|undo}.
 */
public record CommandId(String value) {

  @Override
  public String toString() {
    return value;
  }
}
