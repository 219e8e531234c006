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
 * @param generation the number of the run's generation, from 1
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
    List<String> seen,
    int generation) {

  /** How many signals a saga keeps and remembers. */
  public static final int SIGNALS_AT_MOST = 64;

  /** Creates the state of a saga in its first generation that has heard nothing. */
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
        List.of(),
        1);
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
  public static SagaState begin(
      String workflowId, Generation generation, List<StepState> steps, Instant now) {
    return new SagaState(
        workflowId,
        Phase.FORWARD,
        steps,
        Optional.empty(),
        false,
        Optional.empty(),
        now,
        now,
        generation.signals(),
        generation.seen(),
        generation.number());
  }

  /** Returns the state in this generation. */
  public SagaState in(int number) {
    return with(signals, seen, number);
  }

  /** Returns the state at the end of a generation without the end, because the run goes on. */
  public SagaState goingOn() {
    return with(Phase.FORWARD, steps, cause, cancelRequested, Optional.empty(), updatedAt);
  }

  /** Returns what the keys of the effects begin with. */
  String base() {
    return Generation.base(workflowId, generation);
  }

  /** Returns until when the saga waits; empty if it does not wait. */
  public Optional<Instant> waitsUntil() {
    return steps.stream().flatMap(step -> step.wakeAt().stream()).findFirst();
  }

  /** Returns true if the saga has ended. */
  public boolean ended() {
    return phase == Phase.ENDED;
  }

  /** Returns true if the saga waits for the ends of child runs, and for nothing else. */
  public boolean awaitsChildren() {
    return Children.alive(this)
        && waitsUntil().isEmpty()
        && steps.stream().noneMatch(StepState::inFlight);
  }

  /** Returns the ids of the child runs that have not ended, as far as they are known. */
  public List<String> children() {
    return steps.stream().filter(StepState::alive).flatMap(step -> step.output().stream()).toList();
  }

  /**
   * Returns true if a child run has not ended, as far as the saga knows. A record of an older build
   * does not say which ones have not.
   */
  public boolean mayAwait(String child) {
    return steps.stream()
        .anyMatch(step -> step.alive() && step.output().map(child::equals).orElse(true));
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
    return with(last(signals, signal), last(seen, signal.id()), generation);
  }

  SagaState without(Signal heard) {
    var others = signals.stream().filter(signal -> !signal.equals(heard)).toList();
    return with(others, seen, generation);
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

  /** Adds planned steps behind a step. */
  SagaState grown(int index, List<Plan> plans) {
    if (plans.isEmpty()) {
      return this;
    }
    var all = new ArrayList<>(steps);
    all.addAll(index + 1, plans.stream().map(StepState::pending).toList());
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
        workflowId, next, all, why, cancelling, how, startedAt, time, signals, seen, generation);
  }

  private SagaState with(List<Signal> unheard, List<String> ids, int number) {
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
        ids,
        number);
  }
}
