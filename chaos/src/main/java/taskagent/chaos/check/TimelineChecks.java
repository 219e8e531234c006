package taskagent.chaos.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Checks that each task's timeline is one chain of allowed changes and contains every acknowledged
 * change (invariants 1 to 5).
 */
final class TimelineChecks {

  /** The statuses that may follow each status; none after a closed one. */
  private static final Map<String, Set<String>> NEXT =
      Map.of(
          "", Set.of("pending"),
          "pending", Set.of("pending", "assigned", "cancelled", "overdue"),
          "assigned",
              Set.of("assigned", "in_progress", "completed", "pending", "cancelled", "overdue"),
          "in_progress", Set.of("in_progress", "completed", "pending", "cancelled", "overdue"),
          "overdue",
              Set.of("overdue", "completed", "cancelled", "pending", "assigned", "in_progress"),
          "completed", Set.of(),
          "cancelled", Set.of());

  private final ObservedState.ObservedTask task;
  private final Consumer<Violation> violations;

  private TimelineChecks(ObservedState.ObservedTask task, Consumer<Violation> violations) {
    this.task = task;
    this.violations = violations;
  }

  static void check(Evidence evidence, Consumer<Violation> violations) {
    var commands = evidence.bySubject(call -> call.op() instanceof ClientRequest.ChangeTask);
    for (var task : evidence.seen().tasks().values()) {
      if (task.exists()) {
        var checks = new TimelineChecks(task, violations);
        checks.chain();
        checks.commands(commands.getOrDefault(task.id(), List.of()));
      }
    }
  }

  private void chain() {
    var status = "";
    for (var entry : task.timeline()) {
      if (!entry.from().equals(status)) {
        violation(Invariant.ONE_TURN_AT_A_TIME, entry + " does not follow " + status);
      }
      if (!NEXT.getOrDefault(entry.from(), Set.of()).contains(entry.to())) {
        violation(Invariant.ALLOWED_TRANSITIONS, entry + " is not allowed");
      }
      status = entry.to();
    }
    if (!status.equals(task.status())) {
      violation(
          Invariant.VERSIONS_RISE,
          "it is " + task.status() + ", but its timeline ends differently");
    }
    if (task.version() != task.timeline().size()) {
      violation(
          Invariant.VERSIONS_RISE,
          "its version is %d, but its timeline has %d entries"
              .formatted(task.version(), task.timeline().size()));
    }
  }

  /** An acknowledged change is the entry of the version that its answer named. */
  private void commands(List<ClientCall> calls) {
    var unexplained = new ArrayList<>(task.types());
    for (var call : calls) {
      var entry = ((ClientRequest.ChangeTask) call.op()).change().entry();
      int version = (int) call.reply().number();
      if (call.acknowledged()) {
        var there = version <= task.timeline().size() ? task.types().get(version - 1) : "nothing";
        if (!there.equals(entry)) {
          violation(Invariant.ACKNOWLEDGED_IS_KEPT, call + ", but its timeline has " + there);
        }
      }
      if (call.acknowledged() || call.reply().status() == 0 || call.reply().status() == 503) {
        unexplained.remove(entry);
      }
    }
    for (var bySaga :
        List.of("created", "assigned", "deadline_set", "deadline_cleared", "unassigned")) {
      unexplained.remove(bySaga);
    }
    unexplained.removeIf("overdue"::equals); // see DeadlineChecks
    if (!unexplained.isEmpty()) {
      violation(Invariant.ONE_KEY_ONE_EFFECT, "no client requested " + unexplained);
    }
  }

  private void violation(Invariant invariant, String story) {
    violations.accept(
        new Violation(invariant, task.id(), story + "; its timeline: " + task.types()));
  }
}
