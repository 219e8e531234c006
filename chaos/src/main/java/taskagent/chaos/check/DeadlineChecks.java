package taskagent.chaos.check;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A task is overdue soon after its deadline, once, never early, and never when closed (9): by the
 * system's own account, and by the clocks of those who asked for it and who heard of it.
 */
final class DeadlineChecks {

  /** How soon after its deadline, or after all is well again, a task is overdue. */
  private static final Duration SOON = Duration.ofSeconds(30);

  /** By how much clocks may differ that are as right as the system needs them. */
  private static final Duration RIGHT = Duration.ofMillis(200);

  private static final Set<String> OPEN = Set.of("pending", "assigned", "in_progress");

  private DeadlineChecks() {}

  static void check(Evidence evidence, Consumer<Violation> violations) {
    for (var task : evidence.seen().tasks().values()) {
      check(task, evidence.healed(), evidence.seen().at(), violations);
    }
    // Only the deadline that was asked for with the task, if nobody has set it another.
    var asked = evidence.bySubject(call -> call.op() instanceof Op.Ask);
    asked.keySet().removeAll(evidence.bySubject(DeadlineChecks::movesDeadline).keySet());
    asked.values().forEach(calls -> checkOutside(calls, evidence, violations));
  }

  private static boolean movesDeadline(Call call) {
    return call.op() instanceof Op.Command(var _, var change) && change == Op.Change.DEADLINE;
  }

  private static void checkOutside(
      List<Call> asked, Evidence evidence, Consumer<Violation> violations) {
    var ask = (Op.Ask) asked.getFirst().op();
    var task = evidence.seen().tasks().get(ask.subject());
    var heard = evidence.seen().overdue().get(ask.subject());
    var in = Duration.ofSeconds(ask.deadlineSeconds());
    var earliest = asked.getFirst().began().plus(in);
    if (task == null) {
      return; // for others to judge
    }
    if (heard != null && heard.isBefore(earliest.minus(RIGHT))) {
      violation(
          task,
          "heard at %s that it is overdue, though due at %s at the earliest"
              .formatted(heard, earliest),
          violations);
    }
    boolean isDue =
        OPEN.contains(task.status())
            && task.deadline().isPresent()
            && !task.types().contains("overdue");
    asked.stream()
        .filter(Call::acknowledged)
        .findFirst()
        .map(call -> soonAfter(call.ended().plus(in), evidence.healed()))
        .filter(latest -> isDue && evidence.seen().at().isAfter(latest))
        .ifPresent(latest -> violation(task, "not overdue at " + latest, violations));
  }

  private static Instant soonAfter(Instant due, Instant healed) {
    return (due.isAfter(healed) ? due : healed).plus(SOON);
  }

  private static void check(
      Seen.Task task, Instant healed, Instant seenAt, Consumer<Violation> violations) {
    long times = task.types().stream().filter("overdue"::equals).count();
    long deadlines = task.types().stream().filter("deadline_set"::equals).count();
    if (times > deadlines) {
      violation(task, "overdue %d times by %d deadlines".formatted(times, deadlines), violations);
    }
    if (task.deadline().isEmpty()) {
      return;
    }
    var deadline = task.deadline().get();
    var due = soonAfter(deadline, healed);
    if (OPEN.contains(task.status()) && times < deadlines && seenAt.isAfter(deadline)) {
      violation(task, "not overdue yet, though its deadline was " + deadline, violations);
    }
    for (var entry : task.timeline()) {
      boolean byThisDeadline = times == 1 && deadlines == 1 && entry.type().equals("overdue");
      if (byThisDeadline && entry.at().isBefore(deadline)) {
        violation(
            task, "overdue early, at %s before %s".formatted(entry.at(), deadline), violations);
      }
      if (byThisDeadline && entry.at().isAfter(due)) {
        violation(task, "overdue late, at %s by %s".formatted(entry.at(), deadline), violations);
      }
    }
  }

  private static void violation(Seen.Task task, String story, Consumer<Violation> violations) {
    violations.accept(
        new Violation(
            Invariant.OVERDUE_IN_TIME, task.id(), story + "; its timeline: " + task.timeline()));
  }
}
