package taskagent.domain.saga;

import java.util.List;
import java.util.Optional;

/**
 * What a saga consists of: its steps in order, what undoes each, and how often each is tried.
 *
 * <pre>{@code
 * Saga.of("order",
 *     step("reserve").on(AGGREGATE).undoneBy("release"),
 *     step("charge").on(OUTSIDE).retry(RetryPolicy.attempts(3)));
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

  /** Copies the list and checks that no two steps share a name. */
  public Saga {
    steps = List.copyOf(steps);
    if (steps.isEmpty() || steps.stream().map(Step::name).distinct().count() < steps.size()) {
      throw new IllegalArgumentException("a saga has steps, each with a name of its own");
    }
  }

  /** A saga of these steps, in this order. */
  public static Saga of(String name, Step... steps) {
    return new Saga(name, List.of(steps));
  }

  /** A step that has no effect, needs no undoing and is tried as is usual, unless said. */
  public static Step step(String name) {
    return new Step(name, Place.LOCAL, Optional.empty(), RetryPolicy.DEFAULT, RetryPolicy.DEFAULT);
  }

  /**
   * One action of a saga.
   *
   * @param undoneBy the name of the action that undoes it, if there is one
   * @param retry how often it is tried
   * @param undo how often its undoing is tried
   */
  public record Step(
      String name, Place place, Optional<String> undoneBy, RetryPolicy retry, RetryPolicy undo) {

    /** The step with its effect there. */
    public Step on(Place where) {
      return new Step(name, where, undoneBy, retry, undo);
    }

    /** The step undone by that action. */
    public Step undoneBy(String action) {
      return new Step(name, place, Optional.of(action), retry, undo);
    }

    /** The step tried that often. */
    public Step retry(RetryPolicy policy) {
      return new Step(name, place, undoneBy, policy, undo);
    }
  }
}
