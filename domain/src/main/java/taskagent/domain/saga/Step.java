package taskagent.domain.saga;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * One step of a saga: what it does, and what compensates it.
 *
 * @param <I> the input of the saga
 * @param optional true if the saga goes on without the step if it fails for good; such a step
 *     cannot have a compensation, unless it starts a child
 * @param grows true if its verdict may plan further steps. Such a step ends its turn, so that what
 *     it plans runs before what stands behind it
 * @param template true if the step runs only where a growing step plans it, under other names
 */
public record Step<I>(
    String name,
    Act<I> act,
    Optional<Compensation<I>> compensation,
    RetryPolicy retry,
    boolean optional,
    boolean grows,
    boolean template) {

  /** What compensates a step. */
  public record Compensation<I>(String name, Act<I> act, RetryPolicy retry) {}

  /** Creates a step that is no template, and grows only if that is all that it does. */
  public Step(
      String name,
      Act<I> act,
      Optional<Compensation<I>> compensation,
      RetryPolicy retry,
      boolean optional) {
    this(name, act, compensation, retry, optional, act instanceof Act.Grow, false);
  }

  /** Checks that the parts fit together. */
  public Step {
    if (compensation.filter(undo -> waits(act) || waits(undo.act())).isPresent()) {
      throw new IllegalArgumentException("A wait cannot be compensated, and compensates nothing");
    }
    if (optional && compensation.isPresent() && !(act instanceof Act.Child)) {
      throw new IllegalArgumentException("An optional step cannot have a compensation");
    }
    if (grows && (waits(act) || act instanceof Act.Decide || act instanceof Act.Child)) {
      throw new IllegalArgumentException("A decision, a wait or a child cannot plan steps");
    }
    if (template && act instanceof Act.Decide) { // it does not get what was planned
      throw new IllegalArgumentException("A decision cannot be a template");
    }
  }

  private static boolean waits(Act<?> act) {
    return act instanceof Act.Pause || act instanceof Act.Hear;
  }

  /** Returns a step without compensation, with the default retry policy. */
  public static <I> Step<I> of(String name, Act<I> act) {
    return new Step<>(name, act, Optional.empty(), RetryPolicy.DEFAULT, false);
  }

  /** Returns a step that only decides, from the input of the saga. Its verdict is stored. */
  public static <I> Step<I> decide(String name, Function<I, Verdict> verdict) {
    return of(name, new Act.Decide<>(verdict, true));
  }

  /**
   * Returns a step that only decides, and whose verdict is not journaled. Only the first versions
   * of kinds have such steps.
   */
  public static <I> Step<I> decideAgain(String name, Function<I, Verdict> verdict) {
    return of(name, new Act.Decide<>(verdict, false));
  }

  /** Returns a step that plans further steps; see {@link Act.Grow}. */
  public static <I> Step<I> grow(String name, Function<Attempt<I>, Verdict> plans) {
    return of(name, new Act.Grow<>(plans));
  }

  /**
   * Returns a step that starts a child run and awaits its end. If it is optional, the saga goes on
   * when the child fails. Its compensation compensates a child that completed.
   *
   * @param run returns the run to start
   * @param atOnce how many children of steps in a row run at once at most
   */
  public static <I> Step<I> child(String name, Function<Attempt<I>, ?> run, int atOnce) {
    return of(name, new Act.Child<>(run, atOnce));
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
        optional,
        grows,
        template);
  }

  /** Returns the step with this retry policy. */
  public Step<I> retry(RetryPolicy policy) {
    return new Step<>(name, act, compensation, policy, optional, grows, template);
  }

  /** Returns the step, with or without the saga going on if it fails for good. */
  public Step<I> optional(boolean goesOn) {
    return new Step<>(name, act, compensation, retry, goesOn, grows, template);
  }

  /** Returns the step as one whose verdict may plan further steps. */
  public Step<I> growing() {
    return new Step<>(name, act, compensation, retry, optional, true, template);
  }

  /** Returns the step as a template of steps that a growing step plans. */
  public Step<I> asTemplate() {
    return new Step<>(name, act, compensation, retry, optional, grows, true);
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
