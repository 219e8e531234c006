package taskagent.domain.saga;

import java.util.function.Function;

/**
 * Something that the steps of a saga have an effect on. The engine connects it to the code that
 * carries commands out ({@link taskagent.domain.engine.Host}).
 *
 * <p>Each instance is a target of its own.
 *
 * @param <I> the input of the saga
 * @param <C> the commands that it takes
 */
public final class Target<I, C> {

  private final String name;
  private final Place place;

  private Target(String name, Place place) {
    this.name = name;
    this.place = place;
  }

  /** Returns an aggregate. Consecutive steps on it run in one turn. */
  public static <I, C> Target<I, C> aggregate(String name) {
    return new Target<>(name, Place.AGGREGATE);
  }

  /** Returns an external system. Each step is a call of its own. */
  public static <I, C> Target<I, C> outside(String name) {
    return new Target<>(name, Place.OUTSIDE);
  }

  /** Returns the name, for messages. */
  public String name() {
    return name;
  }

  /** Returns {@link Place#AGGREGATE} or {@link Place#OUTSIDE}. */
  public Place place() {
    return place;
  }

  /** Returns a step that sends a command to this target. */
  public Step<I> step(String step, Function<Attempt<I>, C> command) {
    return Step.of(step, send(command));
  }

  /** Returns the sending of a command, for a step or for a compensation. */
  public Act<I> send(Function<Attempt<I>, C> command) {
    return new Act.Send<>(this, command);
  }

  /**
   * Returns the command that an act sends to this target.
   *
   * @throws SagaDefect if the act sends none to it
   */
  @SuppressWarnings("unchecked") // an act of this very target has its types
  public C command(Act<I> act, Attempt<I> attempt) {
    if (act instanceof Act.Send<I, ?> send && send.target().equals(this)) {
      return (C) send.command().apply(attempt);
    }
    throw new SagaDefect(attempt.key() + " is not a step on " + name);
  }
}
