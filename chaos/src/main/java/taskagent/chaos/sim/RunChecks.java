package taskagent.chaos.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import taskagent.chaos.check.Invariant;
import taskagent.chaos.check.Violation;
import taskagent.domain.contract.Delivery.Tour;
import taskagent.domain.contract.Monitor.Round;
import taskagent.domain.contract.ParcelOrder.Order;
import taskagent.domain.contract.Recorder;
import taskagent.domain.run.InputRun;
import taskagent.domain.run.RunView;
import taskagent.domain.saga.Outcome;

/**
 * What must hold for a run of another kind that has ended.
 *
 * @param taken what the commands of all runs have changed
 * @param children its child runs
 */
public record RunChecks(RunView view, Recorder taken, List<RunView> children) {

  private static final String DO = "/do";

  /** The steps without a compensation. */
  private static final Set<String> FINAL = Set.of("close", "bill");

  /** Returns what does not hold. */
  public Stream<Violation> violations() {
    var violations = new ArrayList<Violation>();
    var keys = taken.keysOf(view.run().id());
    require(
        violations,
        keys.stream().distinct().count() == keys.size(),
        Invariant.ONE_KEY_ONE_EFFECT,
        "two commands have one key: " + keys);
    require(
        violations,
        children.stream().allMatch(RunView::over),
        Invariant.EVERY_SAGA_ENDS,
        "it has ended, and a child run goes on");
    if (outcome(view) == Outcome.COMPLETED) {
      require(
          violations,
          done(keys) == expected() && undone(keys).isEmpty() && childrenCompleted(),
          Invariant.COMPLETED_OR_COMPENSATED,
          "it has completed after " + keys);
    } else {
      require(
          violations,
          outcome(view) == Outcome.FAILED || outcome(view) == Outcome.CANCELLED,
          Invariant.COMPLETED_OR_COMPENSATED,
          "its outcome is " + outcome(view));
      require(
          violations,
          undone(keys).containsAll(owed(keys)) && inReverse(keys),
          Invariant.COMPLETED_OR_COMPENSATED,
          "it has " + outcome(view) + " after " + keys);
    }
    return violations.stream();
  }

  private void require(
      List<Violation> violations, boolean holds, Invariant invariant, String story) {
    if (!holds) {
      violations.add(new Violation(invariant, view.run().id().value(), story));
    }
  }

  private static Outcome outcome(RunView run) {
    return run.state().outcome().orElseThrow();
  }

  private static long done(List<String> keys) {
    return keys.stream().filter(key -> key.endsWith(DO)).count();
  }

  /** Returns how many commands a completed run has sent. */
  private long expected() {
    return switch (((InputRun<?>) view.run()).input()) {
      case Order order -> order.items().size() + 2L; // packs, sends each, and closes
      case Round round -> round.rounds();
      case Tour _ -> 2; // opens, and bills
      case Object other -> throw new IllegalStateException("unknown input " + other);
    };
  }

  private boolean childrenCompleted() {
    return !(view.run().input() instanceof Tour tour)
        || tour.keep()
        || (children.size() == tour.orders().size()
            && children.stream().allMatch(child -> outcome(child) == Outcome.COMPLETED));
  }

  /** Returns the keys of the compensations that the run owes, in the order of their steps. */
  private List<String> owed(List<String> keys) {
    var base = base() + "/";
    var steps =
        keys.stream()
            .filter(key -> key.startsWith(base) && key.endsWith(DO))
            .filter(key -> !FINAL.contains(key.substring(base.length(), key.length() - 3)))
            .map(key -> key.substring(0, key.length() - 2) + "undo");
    var runs =
        children.stream()
            .filter(child -> outcome(child) == Outcome.COMPLETED)
            .map(child -> base + "order/" + item(child) + "/undo");
    return Stream.concat(steps, runs).toList();
  }

  private String item(RunView child) {
    return child.run().id().value().substring(view.run().id().value().length() + 1);
  }

  private String base() {
    var id = view.run().id().value();
    int generation = view.state().generation();
    return generation == 1 ? id : id + "~" + generation;
  }

  private static List<String> undone(List<String> keys) {
    return keys.stream().filter(key -> key.endsWith("/undo")).toList();
  }

  /** Returns true if the compensations of the steps came in reverse order. */
  private boolean inReverse(List<String> keys) {
    var steps = owed(keys).stream().filter(key -> !key.contains("/order/")).toList();
    return undone(keys).stream().filter(steps::contains).toList().equals(steps.reversed());
  }
}
