package taskagent.domain.saga;

import java.util.Optional;
import taskagent.domain.saga.StepState.Status;

/**
 * A saga whose steps are all done, as the code sees it that decides whether the run continues as
 * new.
 *
 * @param <I> the input of the saga
 */
public record Ended<I>(I input, SagaState state) {

  /** Returns the output of a step; empty if it has none. */
  public Optional<String> output(String step) {
    return line(step).output();
  }

  /** Returns true if nothing was left to do for a step. */
  public boolean skipped(String step) {
    return line(step).status() == Status.SKIPPED;
  }

  private StepState line(String step) {
    return state.steps().stream()
        .filter(line -> line.name().equals(step))
        .findFirst()
        .orElseThrow(() -> new SagaDefect(state.workflowId() + " has no step " + step));
  }
}
