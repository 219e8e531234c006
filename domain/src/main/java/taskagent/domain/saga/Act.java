package taskagent.domain.saga;

import java.util.function.Function;

/**
 * What a step or its compensation does. The code is pure: it decides, or makes what is sent.
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

  /** Sends a command to a target. */
  record Send<I, C>(Target<I, C> target, Function<Attempt<I>, C> command) implements Act<I> {
    @Override
    public Place place() {
      return target.place();
    }
  }
}
