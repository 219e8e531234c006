package taskagent.chaos.check;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;

/** A task is overdue soon after its deadline, once, never early, and never when closed (9). */
final class DeadlineChecks {

  /** How soon after its deadline, or after all is well again, a task is overdue. */
  private static final Duration SOON = Duration.ofSeconds(30);

  private static final Set<String> OPEN = Set.of("pending", "assigned", "in_progress");

  private DeadlineChecks() {}

  static void check(Evidence evidence, Consumer<Violation> violations) {
    for (var task : evidence.seen().tasks().values()) {
      check(task, evidence.healed(), evidence.seen().at(), violations);
    }
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
    var due = (deadline.isAfter(healed) ? deadline : healed).plus(SOON);
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
