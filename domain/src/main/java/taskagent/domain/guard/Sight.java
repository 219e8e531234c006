package taskagent.domain.guard;

import java.util.Optional;
import java.util.function.Supplier;
import taskagent.domain.access.Access;
import taskagent.domain.access.Access.Decision;
import taskagent.domain.access.Caller;
import taskagent.domain.access.CurrentCaller;
import taskagent.domain.access.Operation;
import taskagent.domain.access.Subject;
import taskagent.domain.port.Removed;

/** Which tasks the current caller sees. */
final class Sight {

  private Sight() {}

  /** Returns true if the caller sees its own tasks only. */
  static boolean restricted() {
    return Access.onlyOwnTasks(CurrentCaller.here());
  }

  /** Returns true if the caller sees a task with these owners. */
  static boolean shows(Subject.OfTask owners) {
    return shows(CurrentCaller.here(), owners);
  }

  static boolean shows(Caller caller, Subject.OfTask owners) {
    return Access.decide(caller, Operation.READ_TASKS, owners) == Decision.ALLOWED;
  }

  /** Returns the name for the timeline; empty if callers need not say who they are. */
  static Optional<String> actor() {
    return CurrentCaller.here().name();
  }

  /**
   * Returns what a call returns. If what it names was removed, and the caller sees its own tasks
   * only, returns that it does not exist: nobody knows any more whose it was.
   */
  static <T> T unlessRemoved(Supplier<T> call, T hidden) {
    try {
      return call.get();
    } catch (Removed e) {
      if (restricted()) {
        return hidden;
      }
      throw e;
    }
  }

  /** Does the same for a call that returns nothing for what does not exist. */
  static <T> Optional<T> unlessRemoved(Supplier<Optional<T>> call) {
    return unlessRemoved(call, Optional.empty());
  }
}
