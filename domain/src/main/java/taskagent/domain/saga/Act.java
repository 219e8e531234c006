package taskagent.domain.saga;

import java.time.Duration;
import java.util.function.Function;

/**
 * What a step or its compensation does. The code is pure: it decides, or makes what is sent. A step
 * that waits has no code.
 *
 * @param <I> the input of the saga
 */
public sealed interface Act<I> {

  /** Returns where it takes effect. */
  Place place();

  /**
   * Decides from the input alone.
   *
   * @param journaled true if its verdict is stored like that of a step on an aggregate. Otherwise
   *     the loop decides each time it drives the saga
   */
  record Decide<I>(Function<I, Verdict> verdict, boolean journaled) implements Act<I> {
    @Override
    public Place place() {
      return journaled ? Place.AGGREGATE : Place.LOCAL;
    }
  }

  /**
   * Plans further steps from the input of the saga and the outputs of earlier steps. Its verdict is
   * stored like that of a step on an aggregate.
   */
  record Grow<I>(Function<Attempt<I>, Verdict> verdict) implements Act<I> {
    @Override
    public Place place() {
      return Place.AGGREGATE;
    }
  }

  /** Waits for this long. */
  record Pause<I>(Duration length) implements Act<I> {
    @Override
    public Place place() {
      return Place.LOCAL;
    }
  }

  /**
   * Waits for a signal, but not longer than that. Its payload is the output of the step. A signal
   * that came before is taken at once.
   *
   * @param required true if the saga gives up when no signal comes in time; otherwise the step has
   *     no output then
   */
  record Hear<I>(String signal, Duration atMost, boolean required) implements Act<I> {
    @Override
    public Place place() {
      return Place.LOCAL;
    }
  }

  /**
   * Starts a child run and awaits its end. The id of the child is the output of the step. Such
   * steps in a row run at once.
   *
   * @param run returns the run to start
   * @param atOnce how many children of a row run at once at most
   */
  record Child<I>(Function<Attempt<I>, ?> run, int atOnce) implements Act<I> {

    /** Checks the number. */
    public Child {
      if (atOnce < 1) {
        throw new IllegalArgumentException("At least one child must run");
      }
    }

    @Override
    public Place place() {
      return Place.CHILDREN;
    }
  }

  /** Sends a command to a target. */
  record Send<I, C>(Target<I, C> target, Function<Attempt<I>, C> command) implements Act<I> {
    @Override
    public Place place() {
      return target.place();
    }
  }
}
