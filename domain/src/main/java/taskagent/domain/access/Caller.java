package taskagent.domain.access;

import java.util.Optional;
import taskagent.domain.Ids;

/** Who asks for something. */
public sealed interface Caller {

  /** Anybody, on a server with open access. */
  record Anyone() implements Caller {}

  /**
   * Somebody who has not shown who they are.
   *
   * @param onThisMachine true if the caller is a program on the machine of the server
   */
  record Unknown(boolean onThisMachine) implements Caller {}

  /**
   * Somebody who has shown who they are.
   *
   * @param user the id of the user; {@link Ids} defines the format
   */
  record Known(String user, Role role) implements Caller {

    /** Checks the format. */
    public Known {
      Ids.require(user);
    }
  }

  /** Returns the user, if the caller is known. Changes record this name. */
  default Optional<String> name() {
    return this instanceof Known(var user, _) ? Optional.of(user) : Optional.empty();
  }
}
