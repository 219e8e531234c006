package taskagent.domain.saga;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * One step of a saga: what it does, and what compensates it.
 *
 * @param <I> the input of the saga
 * @param optional true if the saga goes on without the step if it fails for good; such a step
 *     cannot have a compensation
 */
public record Step<I>(
    String name,
    Act<I> act,
    Optional<Compensation<I>> compensation,
    RetryPolicy retry,
    boolean optional) {

  /** What compensates a step. */
  public record Compensation<I>(String name, Act<I> act, RetryPolicy retry) {}

  /** Checks that an optional step, and one that only waits, has no compensation. */
  public Step {
    if (compensation.filter(undo -> waits(act) || waits(undo.act())).isPresent()) {
      throw new IllegalArgumentException("A wait cannot be compensated, and compensates nothing");
    }
    if (optional && compensation.isPresent()) {
      throw new IllegalArgumentException("An optional step cannot have a compensation");
    }
  }

  private static boolean waits(Act<?> act) {
    return act instanceof Act.Pause || act instanceof Act.Hear;
  }

  /** Returns a step without compensation, with the default retry policy. */
  public static <I> Step<I> of(String name, Act<I> act) {
    return new Step<>(name, act, Optional.empty(), RetryPolicy.DEFAULT, false);
  }

  /** Returns a step that only decides, from the input of the saga. */
  public static <I> Step<I> decide(String name, Function<I, Verdict> verdict) {
    return of(name, new Act.Decide<>(verdict));
  }

  /** Returns a step that waits for this long. */
  public static <I> Step<I> pause(String name, Duration length) {
    return of(name, new Act.Pause<>(length));
  }

  /** Returns a step that waits for a signal, without which the saga gives up. */
  public static <I> Step<I> hear(String name, String signal, Duration atMost) {
    return of(name, new Act.Hear<>(signal, atMost, true));
  }

  /** Returns a step that waits for a signal, and without it goes on after this time. */
  public static <I> Step<I> hearOrGoOn(String name, String signal, Duration atMost) {
    return of(name, new Act.Hear<>(signal, atMost, false));
  }

  /** Returns the step with this compensation, which has the default retry policy. */
  public Step<I> undoneBy(String compensation, Act<I> how) {
    return new Step<>(
        name,
        act,
        Optional.of(new Compensation<>(compensation, how, RetryPolicy.DEFAULT)),
        retry,
        optional);
  }

  /** Returns the step with this retry policy. */
  public Step<I> retry(RetryPolicy policy) {
    return new Step<>(name, act, compensation, policy, optional);
  }

  /** Returns the step, with or without the saga going on if it fails for good. */
  public Step<I> optional(boolean goesOn) {
    return new Step<>(name, act, compensation, retry, goesOn);
  }

  /** Returns where the step takes effect. */
  public Place place() {
    return act.place();
  }

  /** Returns the name of its compensation, if it has one. */
  public Optional<String> undoneBy() {
    return compensation.map(Compensation::name);
  }

  /** Returns what a call of this step does. */
  Act<I> act(StepCall.Mode mode) {
    return mode == StepCall.Mode.DO ? act : undo().act();
  }

  /** Returns how often a call of this step is attempted, and with which waits. */
  public RetryPolicy retry(StepCall.Mode mode) {
    return mode == StepCall.Mode.DO ? retry : undo().retry();
  }

  private Compensation<I> undo() {
    return compensation.orElseThrow(() -> new SagaDefect(name + " has no compensation"));
  }
}
