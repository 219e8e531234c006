package taskagent.domain.saga;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a saga consists of: its steps in order, what undoes each, and how often each is tried.
 *
 * <pre>{@code
 * Saga.named("order")
 *     .step("reserve").on(Place.AGGREGATE).undoneBy("release")
 *     .step("charge").on(Place.OUTSIDE).retry(RetryPolicy.attempts(3))
 *     .build();
 * }</pre>
 */
public record Saga(String name, List<Step> steps) {

  /** Where a step has its effect. */
  public enum Place {
    /** Nowhere: the step only decides, from what the saga was given. */
    LOCAL,
    /** In the aggregate that the saga works on; such steps in a row are one turn of it. */
    AGGREGATE,
    /** In the world outside, which cannot be rolled back and may not answer. */
    OUTSIDE
  }

  /**
   * One action of a saga.
   *
   * @param undoneBy the name of the action that undoes it, if there is one
   */
  public record Step(
      String name, Place place, Optional<String> undoneBy, RetryPolicy retry, RetryPolicy undo) {}

  /** Copies the list and checks that no two steps share a name. */
  public Saga {
    steps = List.copyOf(steps);
    if (steps.isEmpty() || steps.stream().map(Step::name).distinct().count() < steps.size()) {
      throw new IllegalArgumentException("a saga has steps, each with a name of its own");
    }
  }

  /** Begins a definition. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** The words in which a saga is defined; each word after {@link #step} is about that step. */
  public static final class Builder {

    private final String name;
    private final List<Step> steps = new ArrayList<>();

    private Builder(String name) {
      this.name = name;
    }

    /** The next step. */
    public Builder step(String step) {
      steps.add(
          new Step(
              step, Place.LOCAL, Optional.empty(), RetryPolicy.DEFAULT, RetryPolicy.DEFAULT));
      return this;
    }

    /** Where the step has its effect; nowhere unless said. */
    public Builder on(Place place) {
      var s = steps.removeLast();
      steps.add(new Step(s.name(), place, s.undoneBy(), s.retry(), s.undo()));
      return this;
    }

    /** What undoes the step; nothing unless said. */
    public Builder undoneBy(String action) {
      var s = steps.removeLast();
      steps.add(new Step(s.name(), s.place(), Optional.of(action), s.retry(), s.undo()));
      return this;
    }

    /** How often the step is tried; {@link RetryPolicy#DEFAULT} unless said. */
    public Builder retry(RetryPolicy policy) {
      var s = steps.removeLast();
      steps.add(new Step(s.name(), s.place(), s.undoneBy(), policy, s.undo()));
      return this;
    }

    /** The finished definition. */
    public Saga build() {
      return new Saga(name, steps);
    }
  }
}
