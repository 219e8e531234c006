package taskagent.domain.engine;

import taskagent.domain.port.Unavailable;
import taskagent.domain.run.Parent;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.SagaDefect;

/** Starts and cancels child runs, and has each tell its parent that it has ended. */
public interface ChildRuns {

  /**
   * Starts a child, unless the same step has started it before.
   *
   * @return false if its id belongs to another run, or did
   * @throws Unavailable if the engine cannot be reached
   */
  boolean start(Run child, Parent parent);

  /**
   * Cancels a child. One that has ended stays as it is.
   *
   * @throws Unavailable if the engine cannot be reached
   */
  void cancel(RunId child, Parent parent);

  /** Returns what has no children, for calls to the outside. */
  static ChildRuns none() {
    return new ChildRuns() {
      @Override
      public boolean start(Run child, Parent parent) {
        throw new SagaDefect(parent.step() + " starts no child here");
      }

      @Override
      public void cancel(RunId child, Parent parent) {
        throw new SagaDefect(parent.step() + " cancels no child here");
      }
    };
  }
}
