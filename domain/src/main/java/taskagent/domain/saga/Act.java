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

  /** Decides from the input alone. */
  record Decide<I>(Function<I, Verdict> verdict) implements Act<I> {
    @Override
    public Place place() {
      return Place.LOCAL;
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

  /** Sends a command to a target. */
  record Send<I, C>(Target<I, C> target, Function<Attempt<I>, C> command) implements Act<I> {
    @Override
    public Place place() {
      return target.place();
    }
  }
}
