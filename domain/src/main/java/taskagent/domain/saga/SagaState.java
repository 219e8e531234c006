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
 * @param signals signals that no step has heard yet; not part of the stored record
 * @param seen the ids of the last signals; not part of the stored record
 */
public record SagaState(
    String workflowId,
    Phase phase,
    List<StepState> steps,
    Optional<Cause> cause,
    boolean cancelRequested,
    Optional<Outcome> outcome,
    Instant startedAt,
    Instant updatedAt,
    List<Signal> signals,
    List<String> seen) {

  /** How many signals a saga keeps and remembers. */
  public static final int SIGNALS_AT_MOST = 64;

  /** Creates the state of a saga that has heard nothing. */
  public SagaState(
      String workflowId,
      Phase phase,
      List<StepState> steps,
      Optional<Cause> cause,
      boolean cancelRequested,
      Optional<Outcome> outcome,
      Instant startedAt,
      Instant updatedAt) {
    this(
        workflowId,
        phase,
        steps,
        cause,
        cancelRequested,
        outcome,
        startedAt,
        updatedAt,
        List.of(),
        List.of());
  }

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

  /** Copies the lists, because the value must not change. */
  public SagaState {
    steps = List.copyOf(steps);
    signals = List.copyOf(signals);
    seen = List.copyOf(seen);
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

  /** Returns the outputs of the steps. */
  List<StepOutput> outputs() {
    return steps.stream()
        .flatMap(step -> step.output().map(value -> new StepOutput(step.name(), value)).stream())
        .toList();
  }

  /** Returns the first signal with this name that no step has heard yet. */
  Optional<Signal> unheard(String name) {
    return signals.stream().filter(signal -> signal.name().equals(name)).findFirst();
  }

  /** Adds a signal. If there are too many, the oldest goes. */
  SagaState add(Signal signal) {
    return with(last(signals, signal), last(seen, signal.id()));
  }

  SagaState without(Signal heard) {
    return with(signals.stream().filter(signal -> !signal.equals(heard)).toList(), seen);
  }

  private static <T> List<T> last(List<T> list, T more) {
    var all = new ArrayList<>(list);
    all.add(more);
    return all.subList(Math.max(0, all.size() - SIGNALS_AT_MOST), all.size());
  }

  SagaState with(Phase next) {
    return with(next, steps, cause, cancelRequested, outcome, updatedAt);
  }

  SagaState with(int index, StepState step) {
    var all = new ArrayList<>(steps);
    all.set(index, step);
    return with(phase, all, cause, cancelRequested, outcome, updatedAt);
  }

  SagaState with(Cause why) {
    return with(phase, steps, Optional.of(why), cancelRequested, outcome, updatedAt);
  }

  SagaState with(Outcome how) {
    return with(phase, steps, cause, cancelRequested, Optional.of(how), updatedAt);
  }

  SagaState cancelling() {
    return with(phase, steps, cause, true, outcome, updatedAt);
  }

  SagaState at(Instant time) {
    return with(phase, steps, cause, cancelRequested, outcome, time);
  }

  private SagaState with(
      Phase next,
      List<StepState> all,
      Optional<Cause> why,
      boolean cancelling,
      Optional<Outcome> how,
      Instant time) {
    return new SagaState(
        workflowId, next, all, why, cancelling, how, startedAt, time, signals, seen);
  }

  private SagaState with(List<Signal> unheard, List<String> ids) {
    return new SagaState(
        workflowId,
        phase,
        steps,
        cause,
        cancelRequested,
        outcome,
        startedAt,
        updatedAt,
        unheard,
        ids);
  }
}
