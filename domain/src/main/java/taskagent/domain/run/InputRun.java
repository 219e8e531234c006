package taskagent.domain.run;

import java.time.Instant;
import java.util.List;
import taskagent.domain.saga.Saga;
import taskagent.domain.saga.StepResult;

/**
 * A run that is determined by its input.
 *
 * @param <I> the input
 */
public record InputRun<I>(
    RunId id, KindId kind, I input, Instant acceptedAt, List<StepResult> decided) implements Run {

  /** Copies the list. */
  public InputRun {
    decided = List.copyOf(decided);
  }

  /** Returns a run that is accepted now. */
  public static <I> InputRun<I> accepted(
      KindId kind, Saga<InputRun<I>> saga, RunId id, I input, Instant acceptedAt) {
    var run = new InputRun<>(id, kind, input, acceptedAt, List.of());
    return new InputRun<>(id, kind, input, acceptedAt, saga.decide(run));
  }
}
