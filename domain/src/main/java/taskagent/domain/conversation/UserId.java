package taskagent.domain.conversation;

import taskagent.domain.Ids;

/** Names one user; see {@link Ids} for its shape. */
public record UserId(String value) {

  /** Checks the shape. */
  public UserId {
    Ids.require(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
