package taskagent.domain.saga;

import java.util.List;
import java.util.Optional;

/**
 * One attempt at a step or at its compensation, as the code of the step sees it.
 *
 * @param <I> the input of the saga
 * @param outputs the outputs of the steps of earlier turns
 * @param interrupted true if an earlier process may have made this call already, so that its answer
 *     is lost
 */
public record Attempt<I>(I input, StepCall call, List<StepOutput> outputs, boolean interrupted) {

  /** Copies the list. */
  public Attempt {
    outputs = List.copyOf(outputs);
  }

  /** Returns the output of an earlier turn's step; empty if it has none. */
  public Optional<String> output(String step) {
    return outputs.stream()
        .filter(output -> output.step().equals(step))
        .map(StepOutput::value)
        .findFirst();
  }

  /** Returns the name of the step. */
  public String step() {
    return call.step();
  }

  /**
   * Returns the input with which this step was planned.
   *
   * @throws SagaDefect if it was not planned
   */
  public String planned() {
    return call.planned().orElseThrow(() -> new SagaDefect(call.key() + " was not planned"));
  }

  /** Returns the key of the effect, the same for every attempt. */
  public String key() {
    return call.key();
  }

  /** Returns the key of the step itself; its compensation references it. */
  public String keyOfStep() {
    return call.keyOfStep();
  }

  /** Returns the number of the attempt, from 1. */
  public int number() {
    return call.attempt();
  }

  /** Returns true if an earlier attempt may have been accepted, although its answer was lost. */
  public boolean repeated() {
    return call.unanswered() || interrupted;
  }
}
