package taskagent.domain.saga;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The whole state of a saga. It can be stored and read back. {@link SagaMachine#directive} derives
 * the next action from it alone.
 *
 * @param steps one entry for each step, in their order
 * @param cause why the saga compensates; empty before it gives up
 * @param cancelRequested true if a client cancelled the saga
 * @param outcome how the saga ended; empty before its end
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

  /** The phase of a saga. */
  public enum Phase {
    FORWARD,
    COMPENSATING,
    ENDED
  }

  /**
   * Why a saga gave up.
   *
   * @param outcome how it ends if every compensation succeeds
   * @param reason the reason, in words for clients
   */
  public record Cause(Outcome outcome, String reason) {}

  /** Copies the list, because the value must not change. */
  public SagaState {
    steps = List.copyOf(steps);
  }

  /** Returns the state of a saga before its first step. */
  public static SagaState begin(String workflowId, List<StepState> steps, Instant now) {
    return new SagaState(
        workflowId, Phase.FORWARD, steps, Optional.empty(), false, Optional.empty(), now, now);
  }

  /** Returns until when the saga waits; empty if it does not wait. */
  public Optional<Instant> waitsUntil() {
    return steps.stream().flatMap(step -> step.wakeAt().stream()).findFirst();
  }

  /** Returns true if the saga has ended. */
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
