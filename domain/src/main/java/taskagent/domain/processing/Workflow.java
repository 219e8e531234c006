package taskagent.domain.processing;

import java.util.Optional;
import taskagent.domain.saga.SagaState;

/**
 * One run of the saga, as clients see it.
 *
 * @param state the state of the saga and its steps
 * @param defect the defect of the program or its data that stopped the run, if there is one
 */
public record Workflow(WorkflowRun run, SagaState state, Optional<String> defect) {

  /** The status of a run. */
  public enum Status {
    RUNNING,
    /** The saga reached an outcome, which may be a failure. */
    COMPLETED,
    /** A defect stopped the run. */
    FAILED
  }

  /** Returns the status. */
  public Status status() {
    if (defect.isPresent()) {
      return Status.FAILED;
    }
    return state.ended() ? Status.COMPLETED : Status.RUNNING;
  }

  /** Returns the result; empty before the end of the run. */
  public Optional<WorkflowResult> result() {
    return WorkflowResult.of(run, state);
  }
}
