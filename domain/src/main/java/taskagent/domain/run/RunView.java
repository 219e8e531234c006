package taskagent.domain.run;

import java.util.Optional;
import taskagent.domain.saga.SagaState;

/**
 * A run as others see it.
 *
 * @param state the state of the saga and its steps
 * @param defect the defect of the program or its data that stopped the run, if there is one
 * @param retriedAs the run that retries this one, if there is one
 * @param parent the run that started this one, if one did
 */
public record RunView(
    Run run,
    SagaState state,
    Optional<String> defect,
    Optional<RunId> retriedAs,
    Optional<RunId> parent) {

  /** Creates a run that no other run has started. */
  public RunView(Run run, SagaState state, Optional<String> defect, Optional<RunId> retriedAs) {
    this(run, state, defect, retriedAs, Optional.empty());
  }

  /** Returns true if the run does not go on: it has ended, or a defect stopped it. */
  public boolean over() {
    return defect.isPresent() || state.ended();
  }

  /** Returns the run with this retry. */
  public RunView retriedAs(Optional<RunId> next) {
    return new RunView(run, state, defect, next, parent);
  }

  /** Returns the run with this parent. */
  public RunView startedBy(Optional<RunId> other) {
    return new RunView(run, state, defect, retriedAs, other);
  }
}
