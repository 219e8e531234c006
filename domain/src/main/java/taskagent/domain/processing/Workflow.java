package taskagent.domain.processing;

import java.util.Optional;
import taskagent.domain.saga.SagaState;

/**
 * One run of the saga, as clients see it.
 *
 * @param state the record of its steps
 * @param defect what was wrong with the program or its data, if the run could not go on
 */
public record Workflow(WorkflowRun run, SagaState state, Optional<String> defect) {

  /** Whether it goes on, has an outcome, or is stuck. */
  public enum Status {
    RUNNING,
    /** The saga reached an outcome, whichever. */
    COMPLETED,
    /** A defect keeps it from one. */
    FAILED
  }

  /** Where it stands. */
  public Status status() {
    if (defect.isPresent()) {
      return Status.FAILED;
    }
    return state.ended() ? Status.COMPLETED : Status.RUNNING;
  }

  /** What it came to, from when it has ended. */
  public Optional<WorkflowResult> result() {
    return TaskProcessing.result(run, state);
  }
}
