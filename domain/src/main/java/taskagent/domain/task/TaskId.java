package taskagent.domain.task;

import taskagent.domain.Ids;

/** Names one task; see {@link Ids} for its shape. */
public record TaskId(String value) {

  /** Checks the shape. */
  public TaskId {
    Ids.require(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
