package taskagent.domain.access;

import java.util.Optional;

/** What an operation is about. */
public sealed interface Subject {

  /** Something that is not known yet, or nothing in particular. */
  record Any() implements Subject {}

  /** A task, with the two people who own it. */
  record OfTask(Optional<String> assignee, Optional<String> requestedBy) implements Subject {

    /** Returns true if the task is assigned to this user or was asked for by this user. */
    public boolean isOwnedBy(String user) {
      var owner = Optional.of(user);
      return assignee.equals(owner) || requestedBy.equals(owner);
    }
  }

  /** The conversation of a user. */
  record OfUser(String user) implements Subject {}
}
