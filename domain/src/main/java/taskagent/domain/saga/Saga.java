package taskagent.domain.saga;

import java.util.List;
import java.util.Optional;

/**
 * The definition of a saga: its steps in order, the compensation of each, and the retry policies.
 *
 * <pre>{@code
 * Saga.of("order",
 *     step("reserve").on(AGGREGATE).undoneBy("release"),
 *     step("charge").on(OUTSIDE).retry(RetryPolicy.attempts(3)));
 * }</pre>
 */
public record Saga(String name, List<Step> steps) {

  /** Where a step takes effect. */
  public enum Place {
    /** Nowhere: the step only decides, from the input of the saga. */
    LOCAL,
    /** In the aggregate of the saga. Consecutive steps of this kind run in one turn of it. */
    AGGREGATE,
    /** In an external system, which cannot be rolled back and may not answer. */
    OUTSIDE
  }

  /** Copies the list and checks that each step has its own name. */
  public Saga {
    steps = List.copyOf(steps);
    if (steps.isEmpty() || steps.stream().map(Step::name).distinct().count() < steps.size()) {
      throw new IllegalArgumentException(
          "A saga must have steps, and each step must have its own name");
    }
  }

  /** Returns a saga of these steps, in this order. */
  public static Saga of(String name, Step... steps) {
    return new Saga(name, List.of(steps));
  }

  /** Returns a step without effect and compensation, with the default retry policies. */
  public static Step step(String name) {
    return new Step(
        name, Place.LOCAL, Optional.empty(), RetryPolicy.DEFAULT, RetryPolicy.DEFAULT, false);
  }

  /**
   * One action of a saga.
   *
   * @param undoneBy the name of its compensation, if it has one
   * @param retry the retry policy of the step
   * @param undo the retry policy of its compensation
   * @param optional true if the saga goes on without the step if it fails for good; such a step
   *     cannot have a compensation
   */
  public record Step(
      String name,
      Place place,
      Optional<String> undoneBy,
      RetryPolicy retry,
      RetryPolicy undo,
      boolean optional) {

    /** Checks that an optional step has no compensation. */
    public Step {
      if (optional && undoneBy.isPresent()) {
        throw new IllegalArgumentException("An optional step cannot have a compensation");
      }
    }

    /** Returns the step with this place. */
    public Step on(Place where) {
      return new Step(name, where, undoneBy, retry, undo, optional);
    }

    /** Returns the step with this compensation. */
    public Step undoneBy(String action) {
      return new Step(name, place, Optional.of(action), retry, undo, optional);
    }

    /** Returns the step with this retry policy. */
    public Step retry(RetryPolicy policy) {
      return new Step(name, place, undoneBy, policy, undo, optional);
    }

    /** Returns the step, with or without the saga going on if it fails for good. */
    public Step optional(boolean goesOn) {
      return new Step(name, place, undoneBy, retry, undo, goesOn);
    }
  }
}
