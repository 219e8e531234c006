package taskagent.domain.access;

import taskagent.domain.access.Caller.Anyone;
import taskagent.domain.access.Caller.Known;
import taskagent.domain.access.Caller.Unknown;

/** Decides who may do what (specification §15). No other code decides it. */
public final class Access {

  /** The answer to the question whether a caller may do something. */
  public enum Decision {
    /** The caller may do it. */
    ALLOWED,
    /** The caller must first show who it is. */
    UNKNOWN_CALLER,
    /** The caller may know about the subject, but may not do this. */
    FORBIDDEN,
    /** The caller may not know that the subject exists. */
    HIDDEN
  }

  private Access() {}

  /**
   * Decides whether a caller may do something at all, before the subject is known. If this allows
   * it, {@link #decide(Caller, Operation, Subject)} may still refuse the subject.
   */
  public static Decision decide(Caller caller, Operation operation) {
    return decide(caller, operation, new Subject.Any());
  }

  /** Decides whether a caller may do something. */
  public static Decision decide(Caller caller, Operation operation, Subject subject) {
    if (operation == Operation.PUBLIC) {
      return Decision.ALLOWED;
    }
    return switch (caller) {
      case Anyone _ -> Decision.ALLOWED;
      case Unknown(var onThisMachine) ->
          onThisMachine && operation == Operation.READ_METRICS
              ? Decision.ALLOWED
              : Decision.UNKNOWN_CALLER;
      case Known(var user, var role) ->
          switch (role) {
            case OPERATOR -> Decision.ALLOWED;
            case READER -> ofReader(operation);
            case USER -> ofUser(user, operation, subject);
          };
    };
  }

  private static Decision ofReader(Operation operation) {
    return switch (operation) {
      case PUBLIC, IDENTIFY, READ_TASKS, READ_CHAT, READ_DEAD_LETTERS, READ_AUDIT, READ_METRICS ->
          Decision.ALLOWED;
      case REQUEST_TASK, CHANGE_TASKS, CHANGE_CHAT, CHANGE_DEAD_LETTERS -> Decision.FORBIDDEN;
    };
  }

  private static Decision ofUser(String user, Operation operation, Subject subject) {
    return switch (operation) {
      case PUBLIC, IDENTIFY, REQUEST_TASK -> Decision.ALLOWED;
      case READ_TASKS, CHANGE_TASKS, READ_CHAT, CHANGE_CHAT ->
          switch (subject) {
            case Subject.Any _ -> Decision.ALLOWED;
            case Subject.OfTask task -> shown(task.isOwnedBy(user));
            case Subject.OfUser(var owner) -> shown(owner.equals(user));
          };
      case READ_DEAD_LETTERS, CHANGE_DEAD_LETTERS -> Decision.HIDDEN;
      case READ_AUDIT, READ_METRICS -> Decision.FORBIDDEN;
    };
  }

  private static Decision shown(boolean own) {
    return own ? Decision.ALLOWED : Decision.HIDDEN;
  }

  /** Returns true if the caller sees only some tasks: its own ones. */
  public static boolean onlyOwnTasks(Caller caller) {
    return caller instanceof Known(_, var role) && role == Role.USER;
  }
}
