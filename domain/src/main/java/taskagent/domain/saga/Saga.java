package taskagent.domain.saga;

import java.util.ArrayList;
import java.util.List;

/**
 * The definition of a saga: its steps in order, each with what it does, its compensation and its
 * retry policies.
 *
 * <pre>{@code
 * static final Target<Order, StockCommand> STOCK = Target.aggregate("stock");
 * static final Target<Order, Payment> BANK = Target.outside("bank");
 *
 * Saga.of("order",
 *     STOCK.step("reserve", Orders::reserve).undoneBy("release", STOCK.send(Orders::release)),
 *     BANK.step("charge", Orders::payment).retry(RetryPolicy.attempts(3)));
 * }</pre>
 *
 * @param <I> the input, from which all that the steps do follows
 */
public record Saga<I>(String name, List<Step<I>> steps) {

  /** Copies the list and checks that each step has its own name. */
  public Saga {
    steps = List.copyOf(steps);
    if (steps.isEmpty() || steps.stream().map(Step::name).distinct().count() < steps.size()) {
      throw new IllegalArgumentException(
          "A saga must have steps, and each step must have its own name");
    }
  }

  /** Returns a saga of these steps, in this order. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the list is a copy
  public static <I> Saga<I> of(String name, Step<I>... steps) {
    return new Saga<>(name, List.of(steps));
  }

  /**
   * Returns the results of the local steps with which the saga begins, up to the first that does
   * not succeed.
   */
  public List<StepResult> decide(I input) {
    var results = new ArrayList<StepResult>();
    for (var step : steps) {
      if (!(step.act() instanceof Act.Decide<I>(var verdict))) {
        break;
      }
      results.add(new StepResult(step.name(), verdict.apply(input)));
      if (!results.getLast().verdict().goesOn()) {
        break;
      }
    }
    return results;
  }

  /** Returns true if a step waits for a signal. Only the runs of such a saga take signals. */
  public boolean hears() {
    return steps.stream().anyMatch(step -> step.act() instanceof Act.Hear);
  }

  /**
   * Returns the step with this name.
   *
   * @throws SagaDefect if there is none
   */
  public Step<I> step(String step) {
    return steps.stream()
        .filter(found -> found.name().equals(step))
        .findFirst()
        .orElseThrow(() -> new SagaDefect("the saga " + name + " has no step " + step));
  }

  /**
   * Returns what a call does.
   *
   * @throws SagaDefect if the saga has no such step or compensation
   */
  public Act<I> act(StepCall call) {
    return step(call.step()).act(call.mode());
  }
}
