package taskagent.chaos.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Every saga that was accepted ends, and as it should; what it did is done or undone, and who is to
 * know was told once (invariants 1, 2, 6, 7, 8 and 10).
 */
final class SagaChecks {

  private static final List<String> DONE = List.of("created", "assigned", "deadline_set");

  /** What undoes each step, in the order of the steps; a task that was created stays. */
  private static final List<String> UNDONE = List.of("", "unassigned", "deadline_cleared");

  private final Seen.Task task;
  private final Op.Wish wish;
  private final boolean troubled;
  private final boolean givenUp;
  private final boolean changed;
  private final Consumer<Violation> violations;

  private SagaChecks(
      Seen.Task task,
      Op.Wish wish,
      boolean troubled,
      boolean givenUp,
      boolean changed,
      Consumer<Violation> violations) {
    this.task = task;
    this.wish = wish;
    this.troubled = troubled;
    this.givenUp = givenUp;
    this.changed = changed;
    this.violations = violations;
  }

  static void check(Evidence evidence, Consumer<Violation> violations) {
    var accepted = evidence.acknowledged(Op.Ask.class);
    var troubled = evidence.seen().troubled();
    var givenUp = tasks(evidence, Op.GiveUp.class);
    var changed = tasks(evidence, Op.Command.class);
    evidence
        .wishes()
        .forEach(
            (id, wish) -> {
              var task = evidence.seen().tasks().get(id);
              if (task != null && !task.workflow().isEmpty()) {
                var checks =
                    new SagaChecks(
                        task,
                        wish,
                        troubled.contains(id),
                        givenUp.contains(id),
                        changed.contains(id),
                        violations);
                checks.outcome();
                checks.notified(evidence.seen().notified());
              } else if (accepted.containsKey(id)) {
                violations.accept(
                    new Violation(
                        Invariant.ACKNOWLEDGED_IS_KEPT,
                        id,
                        "its workflow is not there, though " + accepted.get(id).getFirst()));
              }
            });
  }

  private static Set<String> tasks(Evidence evidence, Class<? extends Op> kind) {
    return new HashSet<>(evidence.bySubject(call -> kind.isInstance(call.op())).keySet());
  }

  private void outcome() {
    if (!task.workflow().equals("COMPLETED")) {
      violation(Invariant.EVERY_SAGA_ENDS, "its workflow is " + task.workflow());
      return;
    }
    if (!expected().contains(task.outcome())) {
      violation(Invariant.DONE_OR_UNDONE, "its outcome cannot be " + task.outcome());
    }
    switch (task.outcome()) {
      case "completed" -> done();
      case "rejected" -> neverBegun();
      default -> undone();
    }
  }

  /** The outcomes that may come of a wish; a saga may be given up until it has ended. */
  private Set<String> expected() {
    var outcomes = new HashSet<String>();
    outcomes.add(
        switch (wish) {
          case ORDINARY, HURRIED -> "completed";
          case UNREACHABLE -> "failed";
          case UNACCEPTABLE -> "rejected";
        });
    if (troubled) {
      outcomes.add("failed");
    }
    if (givenUp) {
      outcomes.add("cancelled");
    }
    return outcomes;
  }

  private void done() {
    if (!task.exists()) {
      violation(Invariant.TASK_AND_SAGA_AGREE, "its saga is completed, but there is no task");
    } else if (!bySaga().equals(DONE) && !changed) {
      violation(Invariant.DONE_OR_UNDONE, "its saga is completed, but not each step once");
    } else if (task.assignee().isEmpty() || task.deadline().isEmpty()) {
      violation(Invariant.TASK_AND_SAGA_AGREE, "its saga is completed, but it is not assigned");
    }
  }

  private void neverBegun() {
    if (task.exists()) {
      violation(Invariant.TASK_AND_SAGA_AGREE, "it was rejected, but there is a task");
    }
  }

  /** Undone is what was done, in reverse, unless people have changed it meanwhile. */
  private void undone() {
    if (changed) {
      return;
    }
    var entries = bySaga();
    int steps = 0;
    while (steps < Math.min(DONE.size(), entries.size())
        && entries.get(steps).equals(DONE.get(steps))) {
      steps++;
    }
    var expected = new ArrayList<>(DONE.subList(0, steps));
    for (int step = steps - 1; step > 0; step--) {
      expected.add(UNDONE.get(step));
    }
    if (!entries.equals(expected)) {
      violation(Invariant.DONE_OR_UNDONE, "what was done is not undone in reverse");
    } else if (task.assignee().isPresent() || task.deadline().isPresent()) {
      violation(Invariant.TASK_AND_SAGA_AGREE, "its saga is undone, but it is still assigned");
    }
  }

  private List<String> bySaga() {
    return task.types().stream().filter(type -> !type.equals("overdue")).toList();
  }

  private void notified(Map<String, Set<String>> notified) {
    var keys = notified.getOrDefault(task.id(), Set.of());
    if (keys.size() > 1) {
      violation(Invariant.NOTIFIED_ONCE, "notifications came in under " + keys);
    }
    if (keys.isEmpty() && task.outcome().equals("completed")) {
      violation(Invariant.NOTIFIED_ONCE, "nobody was notified");
    }
    if (!keys.isEmpty() && task.outcome().equals("rejected")) {
      violation(Invariant.NOTIFIED_ONCE, "somebody was notified of what was rejected");
    }
  }

  private void violation(Invariant invariant, String story) {
    violations.accept(
        new Violation(
            invariant,
            task.id(),
            "%s (wanted: %s%s); its timeline: %s"
                .formatted(story, wish, givenUp ? ", given up" : "", task.types())));
  }
}
