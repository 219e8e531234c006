package taskagent.domain.processing;

import java.util.Optional;
import taskagent.domain.run.RunId;
import taskagent.domain.run.RunView;
import taskagent.domain.saga.SagaState;

/**
 * One run of the saga, as clients see it.
 *
 * @param state the state of the saga and its steps
 * @param defect the defect of the program or its data that stopped the run, if there is one
 * @param retriedAs the run that retries this one, if there is one
 */
public record Workflow(
    WorkflowRun run, SagaState state, Optional<String> defect, Optional<RunId> retriedAs) {

  /** Creates a run that no other one retries. */
  public Workflow(WorkflowRun run, SagaState state, Optional<String> defect) {
    this(run, state, defect, Optional.empty());
  }

  /** Returns a run that processes a task; empty if it is of another kind. */
  public static Optional<Workflow> of(RunView view) {
    return view.run() instanceof WorkflowRun run
        ? Optional.of(new Workflow(run, view.state(), view.defect(), view.retriedAs()))
        : Optional.empty();
  }

  /** Returns the run's id. */
  public RunId id() {
    return run.id();
  }

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
    return status(state, defect);
  }

  /** Returns the status of a run of any kind. */
  public static Status status(SagaState state, Optional<String> defect) {
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
