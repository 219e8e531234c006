package taskagent.domain.run;

import java.util.Optional;
import taskagent.domain.saga.SagaState;

/**
 * A run as others see it.
 *
 * @param state the state of the saga and its steps
 * @param defect the defect of the program or its data that stopped the run, if there is one
 * @param retriedAs the run that retries this one, if there is one
 */
public record RunView(
    Run run, SagaState state, Optional<String> defect, Optional<RunId> retriedAs) {

  /** Returns true if the run does not go on: it has ended, or a defect stopped it. */
  public boolean over() {
    return defect.isPresent() || state.ended();
  }

  /** Returns the run with this retry. */
  public RunView retriedAs(Optional<RunId> next) {
    return new RunView(run, state, defect, next);
  }
}
