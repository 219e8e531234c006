package taskagent.chaos.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Checks that every accepted saga ends with an expected outcome, that its steps are complete or
 * compensated, and that its notification was sent once (invariants 1, 2, 6, 7, 8 and 10).
 */
final class SagaChecks {

  private static final List<String> DONE = List.of("created", "assigned", "deadline_set");

  /** The compensation of each step, in the order of the steps; a created task stays. */
  private static final List<String> COMPENSATIONS = List.of("", "unassigned", "deadline_cleared");

  private final ObservedState.ObservedTask task;
  private final ClientRequest.RequestKind kind;
  private final boolean troubled;
  private final boolean cancelled;
  private final boolean changed;
  private final Consumer<Violation> violations;

  private SagaChecks(
      ObservedState.ObservedTask task,
      ClientRequest.RequestKind kind,
      boolean troubled,
      boolean cancelled,
      boolean changed,
      Consumer<Violation> violations) {
    this.task = task;
    this.kind = kind;
    this.troubled = troubled;
    this.cancelled = cancelled;
    this.changed = changed;
    this.violations = violations;
  }

  static void check(Evidence evidence, Consumer<Violation> violations) {
    var accepted = evidence.acknowledged(ClientRequest.ProcessTask.class);
    var troubled = evidence.seen().troubled();
    var cancelled = tasks(evidence, ClientRequest.CancelSaga.class);
    var changed = tasks(evidence, ClientRequest.ChangeTask.class);
    evidence
        .kinds()
        .forEach(
            (id, kind) -> {
              var task = evidence.seen().tasks().get(id);
              if (task != null && !task.workflow().isEmpty()) {
                var checks =
                    new SagaChecks(
                        task,
                        kind,
                        troubled.contains(id),
                        cancelled.contains(id),
                        changed.contains(id),
                        violations);
                checks.outcome();
                checks.notification(evidence.seen().notified());
              } else if (accepted.containsKey(id)) {
                violations.accept(
                    new Violation(
                        Invariant.ACKNOWLEDGED_IS_KEPT,
                        id,
                        "its workflow does not exist, but " + accepted.get(id).getFirst()));
              }
            });
  }

  private static Set<String> tasks(Evidence evidence, Class<? extends ClientRequest> kind) {
    return new HashSet<>(evidence.bySubject(call -> kind.isInstance(call.op())).keySet());
  }

  private void outcome() {
    if (!task.workflow().equals("COMPLETED")) {
      violation(Invariant.EVERY_SAGA_ENDS, "its workflow is " + task.workflow());
      return;
    }
    if (!expected().contains(task.outcome())) {
      violation(Invariant.COMPLETED_OR_COMPENSATED, "its outcome cannot be " + task.outcome());
    }
    switch (task.outcome()) {
      case "completed" -> completed();
      case "rejected" -> rejected();
      default -> compensated();
    }
  }

  /** Returns the possible outcomes; clients may cancel a saga or close its task until its end. */
  private Set<String> expected() {
    var outcomes = new HashSet<String>();
    outcomes.add(
        switch (kind) {
          case ORDINARY, HURRIED -> "completed";
          case UNREACHABLE -> "failed";
          case UNACCEPTABLE -> "rejected";
        });
    if (troubled) {
      outcomes.add("failed");
    }
    if (changed) {
      outcomes.add("completed"); // nobody is notified of a task that is closed
    }
    if (cancelled) {
      outcomes.add("cancelled");
    }
    return outcomes;
  }

  private void completed() {
    if (!task.exists()) {
      violation(Invariant.TASK_AND_SAGA_AGREE, "its saga is completed, but there is no task");
    } else if (!bySaga().equals(DONE) && !changed) {
      violation(
          Invariant.COMPLETED_OR_COMPENSATED,
          "its saga is completed, but its steps did not run once each");
    } else if (task.assignee().isEmpty() || task.deadline().isEmpty()) {
      violation(Invariant.TASK_AND_SAGA_AGREE, "its saga is completed, but it is not assigned");
    }
  }

  private void rejected() {
    if (task.exists()) {
      violation(Invariant.TASK_AND_SAGA_AGREE, "it was rejected, but there is a task");
    }
  }

  /** The steps are compensated in reverse order, unless clients changed the task meanwhile. */
  private void compensated() {
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
      expected.add(COMPENSATIONS.get(step));
    }
    if (!entries.equals(expected)) {
      violation(
          Invariant.COMPLETED_OR_COMPENSATED, "its steps were not compensated in reverse order");
    } else if (task.assignee().isPresent() || task.deadline().isPresent()) {
      violation(
          Invariant.TASK_AND_SAGA_AGREE,
          "its saga was compensated, but it is still assigned or has a deadline");
    }
  }

  private List<String> bySaga() {
    return task.types().stream().filter(type -> !type.equals("overdue")).toList();
  }

  private void notification(Map<String, Set<String>> notified) {
    var keys = notified.getOrDefault(task.id(), Set.of());
    if (keys.size() > 1) {
      violation(Invariant.NOTIFIED_ONCE, "several notifications arrived, with the keys " + keys);
    }
    if (keys.isEmpty() && task.outcome().equals("completed") && !changed) {
      violation(Invariant.NOTIFIED_ONCE, "nobody was notified");
    }
    if (!keys.isEmpty() && task.outcome().equals("rejected")) {
      violation(Invariant.NOTIFIED_ONCE, "a notification of a rejected request was sent");
    }
  }

  private void violation(Invariant invariant, String story) {
    violations.accept(
        new Violation(
            invariant,
            task.id(),
            "%s (request: %s%s); its timeline: %s"
                .formatted(story, kind, cancelled ? ", cancelled" : "", task.types())));
  }
}
