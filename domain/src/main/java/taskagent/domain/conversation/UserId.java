package taskagent.domain.conversation;

import taskagent.domain.Ids;

/** Identifies one user; {@link Ids} defines the format. */
public record UserId(String value) {

  /** Checks the format. */
  public UserId {
    Ids.require(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
