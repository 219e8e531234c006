package taskagent.domain.task;

import taskagent.domain.Ids;

/** Identifies one task; {@link Ids} defines the format. */
public record TaskId(String value) {

  /** Checks the format. */
  public TaskId {
    Ids.require(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
