package taskagent.domain.engine;

import java.util.Optional;
import taskagent.domain.port.Removed;
import taskagent.domain.port.Unavailable;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunView;

/** A run that a {@link RunStore} has. */
public interface KnownRun {

  /** Returns the run. */
  Run run();

  /** Returns the number of the run among its retries, from 1. */
  int attempt();

  /**
   * Returns the run that retries this one, or is to retry it; empty if there is none.
   *
   * @throws Removed if that run was removed
   */
  Optional<Run> retriedAs();

  /**
   * Returns what others see of the run.
   *
   * @throws Unavailable if the engine cannot be reached
   */
  RunView view();
}
