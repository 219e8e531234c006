package taskagent.domain.saga;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that a saga knows: a value that can be written down and read back. What is to be done next
 * follows from it alone ({@link SagaMachine#directive}).
 *
 * @param steps one line a step, in their order
 * @param cause why the saga is being undone, from when that began
 * @param cancelRequested whether somebody wants it to give up
 * @param outcome how it ended, from when it did
 */
public record SagaState(
    String workflowId,
    Phase phase,
    List<StepState> steps,
    Optional<Cause> cause,
    boolean cancelRequested,
    Optional<Outcome> outcome,
    Instant startedAt,
    Instant updatedAt) {

  /** Which way a saga goes. */
  public enum Phase {
    FORWARD,
    COMPENSATING,
    ENDED
  }

  /**
   * Why a saga gave up.
   *
   * @param outcome how it ends if everything can be undone
   * @param reason a sentence for clients
   */
  public record Cause(Outcome outcome, String reason) {}

  /** Copies the list, so that the value cannot change. */
  public SagaState {
    steps = List.copyOf(steps);
  }

  /** Whether the saga has ended. */
  public boolean ended() {
    return phase == Phase.ENDED;
  }

  SagaState with(Phase next) {
    return new SagaState(
        workflowId, next, steps, cause, cancelRequested, outcome, startedAt, updatedAt);
  }

  SagaState with(int index, StepState step) {
    var all = new ArrayList<>(steps);
    all.set(index, step);
    return new SagaState(
        workflowId, phase, all, cause, cancelRequested, outcome, startedAt, updatedAt);
  }

  SagaState with(Cause why) {
    return new SagaState(
        workflowId, phase, steps, Optional.of(why), cancelRequested, outcome, startedAt, updatedAt);
  }

  SagaState with(Outcome how) {
    return new SagaState(
        workflowId, phase, steps, cause, cancelRequested, Optional.of(how), startedAt, updatedAt);
  }

  SagaState cancelling() {
    return new SagaState(workflowId, phase, steps, cause, true, outcome, startedAt, updatedAt);
  }

  SagaState at(Instant time) {
    return new SagaState(
        workflowId, phase, steps, cause, cancelRequested, outcome, startedAt, time);
  }
}
