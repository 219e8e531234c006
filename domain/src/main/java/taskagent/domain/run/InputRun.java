package taskagent.domain.run;

import java.time.Instant;
import java.util.List;
import taskagent.domain.saga.Generation;
import taskagent.domain.saga.Saga;
import taskagent.domain.saga.StepResult;

/**
 * A run that is determined by its input.
 *
 * @param <I> the input
 * @param acceptedAt when the request was accepted, or when a later generation began
 */
public record InputRun<I>(
    RunId id,
    KindId kind,
    I input,
    Instant acceptedAt,
    List<StepResult> decided,
    Generation generation)
    implements Run {

  /** Copies the list. */
  public InputRun {
    decided = List.copyOf(decided);
  }

  /** Returns a run that is accepted now. */
  public static <I> InputRun<I> accepted(
      KindId kind, Saga<InputRun<I>> saga, RunId id, I input, Instant acceptedAt) {
    var run = new InputRun<>(id, kind, input, acceptedAt, List.of(), Generation.FIRST);
    return run.in(Generation.FIRST, acceptedAt, saga.decide(run));
  }

  /** Returns the run with another input, with which it continues as new. */
  public InputRun<I> with(I other) {
    return new InputRun<>(id, kind, other, acceptedAt, List.of(), generation);
  }

  @Override
  public InputRun<I> in(Generation other, Instant begunAt, List<StepResult> decisions) {
    return new InputRun<>(id, kind, input, begunAt, decisions, other);
  }
}
