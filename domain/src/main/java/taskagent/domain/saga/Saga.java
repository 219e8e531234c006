package taskagent.domain.saga;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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
 * @param steps the steps, and templates of steps that growing steps plan
 * @param linesAtMost how many steps a run has at most, with all that were planned
 * @param next returns the input with which a run continues as new when all its steps are done;
 *     empty if the run has ended
 */
public record Saga<I>(
    String name,
    List<Step<I>> steps,
    int linesAtMost,
    Optional<Function<Ended<I>, Optional<I>>> next) {

  /** How many steps a run has at most, if the definition does not say more or less. */
  public static final int LINES_AT_MOST = 256;

  /** Copies the list and checks the steps. */
  public Saga {
    steps = List.copyOf(steps);
    long first = steps.stream().filter(step -> !step.template()).count();
    if (first == 0 || steps.stream().map(Step::name).distinct().count() < steps.size()) {
      throw new IllegalArgumentException(
          "A saga must have steps, and each step must have its own name");
    }
    if (steps.stream().anyMatch(Step::grows) != steps.stream().anyMatch(Step::template)) {
      throw new IllegalArgumentException("A growing step needs templates, and templates need it");
    }
    if (first > linesAtMost) {
      throw new IllegalArgumentException("The saga has more than " + linesAtMost + " steps");
    }
    if (next.isPresent() && !rests(steps)) {
      throw new IllegalArgumentException(
          "A saga that continues as new must pause, or send something and hear");
    }
  }

  /**
   * Returns true if each generation takes a turn of its own and waits. Otherwise the saga would run
   * without a pause, and an engine may have a limit of generations in one turn.
   */
  private static boolean rests(List<? extends Step<?>> steps) {
    var acts = steps.stream().filter(step -> !step.template()).map(Step::act).toList();
    boolean pauses = acts.stream().anyMatch(act -> act instanceof Act.Pause);
    boolean sends = acts.stream().anyMatch(act -> act.place() != Place.LOCAL);
    return pauses || (sends && acts.stream().anyMatch(act -> act instanceof Act.Hear));
  }

  /** Creates a saga of these steps. */
  public Saga(String name, List<Step<I>> steps) {
    this(name, steps, LINES_AT_MOST, Optional.empty());
  }

  /** Returns a saga of these steps, in this order. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the list is a copy
  public static <I> Saga<I> of(String name, Step<I>... steps) {
    return new Saga<>(name, List.of(steps));
  }

  /** Returns the saga with another limit of steps, for one whose steps plan more or fewer. */
  public Saga<I> linesAtMost(int most) {
    return new Saga<>(name, steps, most, next);
  }

  /**
   * Returns the saga whose runs continue as new when all steps are done, without their history. A
   * run that was cancelled does not.
   *
   * @param input returns the input of the next generation; empty to end
   */
  public Saga<I> continueWith(Function<Ended<I>, Optional<I>> input) {
    return new Saga<>(name, steps, linesAtMost, Optional.of(input));
  }

  /** Returns the input with which a run continues as new; empty if it has ended. */
  public Optional<I> next(I input, SagaState end) {
    boolean forward = end.outcome().equals(Optional.of(Outcome.COMPLETED));
    return next.filter(_ -> forward && !end.cancelRequested())
        .flatMap(code -> code.apply(new Ended<>(input, end)));
  }

  /**
   * Returns the results of the local steps with which the saga begins, up to the first that does
   * not succeed.
   */
  public List<StepResult> decide(I input) {
    var results = new ArrayList<StepResult>();
    for (var step : steps) {
      if (step.template()) {
        continue; // nobody has planned it yet
      }
      if (!(step.act() instanceof Act.Decide<I>(var verdict, _))) {
        break;
      }
      results.add(new StepResult(step.name(), verdict.apply(input)));
      if (!results.getLast().verdict().goesOn()) {
        break;
      }
    }
    return results;
  }

  /**
   * Returns the result of a local step: the one that was decided before, or else what its code
   * decides now.
   *
   * @param decided the results that were decided before
   * @throws SagaDefect if it is not a local step
   */
  public StepResult decide(StepCall call, I input, List<StepResult> decided) {
    if (!(act(call) instanceof Act.Decide<I>(var verdict, _))) {
      throw new SagaDefect(call.key() + " is not a local step");
    }
    return decided.stream()
        .filter(result -> result.step().equals(call.step()))
        .findFirst()
        .orElseGet(() -> new StepResult(call.step(), verdict.apply(input)));
  }

  /** Returns true if a step waits for a signal. Only the runs of such a saga take signals. */
  public boolean hears() {
    return steps.stream().anyMatch(step -> step.act() instanceof Act.Hear);
  }

  /** Returns true if a step waits for a signal with this name. */
  public boolean hears(String signal) {
    return steps.stream()
        .anyMatch(step -> step.act() instanceof Act.Hear<?> hear && hear.signal().equals(signal));
  }

  /** Returns true if a step starts a child run. */
  public boolean hasChildren() {
    return steps.stream().anyMatch(step -> step.act() instanceof Act.Child);
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
    return step(call.definition()).act(call.mode());
  }
}
