package taskagent.domain.engine;

import java.util.Optional;
import taskagent.domain.port.Removed;
import taskagent.domain.port.Unavailable;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowRun;

/** A run that a {@link RunStore} has. */
public interface KnownRun {

  /** Returns the run. */
  WorkflowRun run();

  /** Returns the number of the run for its task, from 1. */
  int attempt();

  /**
   * Returns the run that retries this one, or is to retry it; empty if there is none.
   *
   * @throws Removed if that run was removed
   */
  Optional<WorkflowRun> retriedAs();

  /**
   * Returns what clients see of the run.
   *
   * @throws Unavailable if the engine cannot be reached
   */
  Workflow workflow();
}
