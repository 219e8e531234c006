package taskagent.chaos.check;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Checks that a task becomes overdue soon after its deadline, once, never early, and never when
 * closed (invariant 9). It compares the system's own times, and the clocks of the client and of the
 * receiver.
 */
final class DeadlineChecks {

  /** How long after its deadline, or after the fault was healed, a task may become overdue. */
  private static final Duration MAX_DELAY = Duration.ofSeconds(30);

  /** How much correct clocks may differ. */
  private static final Duration MAX_CLOCK_DIFFERENCE = Duration.ofMillis(200);

  private static final Set<String> OPEN = Set.of("pending", "assigned", "in_progress");

  private DeadlineChecks() {}

  static void check(Evidence evidence, Consumer<Violation> violations) {
    for (var task : evidence.seen().tasks().values()) {
      check(task, evidence.healed(), evidence.seen().at(), violations);
    }
    // Only tasks whose deadline nobody has changed since the request.
    var asked = evidence.bySubject(call -> call.op() instanceof ClientRequest.ProcessTask);
    asked.keySet().removeAll(evidence.bySubject(DeadlineChecks::movesDeadline).keySet());
    asked.values().forEach(calls -> checkOutside(calls, evidence, violations));
  }

  private static boolean movesDeadline(ClientCall call) {
    return call.op() instanceof ClientRequest.ChangeTask(var _, var change)
        && change == ClientRequest.Change.DEADLINE;
  }

  private static void checkOutside(
      List<ClientCall> asked, Evidence evidence, Consumer<Violation> violations) {
    var ask = (ClientRequest.ProcessTask) asked.getFirst().op();
    var task = evidence.seen().tasks().get(ask.subject());
    var heard = evidence.seen().overdue().get(ask.subject());
    var in = Duration.ofSeconds(ask.deadlineSeconds());
    var earliest = asked.getFirst().began().plus(in);
    if (task == null) {
      return; // other checks report this
    }
    if (heard != null && heard.isBefore(earliest.minus(MAX_CLOCK_DIFFERENCE))) {
      violation(
          task,
          "reported as overdue at %s, but due at %s at the earliest".formatted(heard, earliest),
          violations);
    }
    boolean isDue =
        OPEN.contains(task.status())
            && task.deadline().isPresent()
            && !task.types().contains("overdue");
    asked.stream()
        .filter(ClientCall::acknowledged)
        .findFirst()
        .map(call -> soonAfter(call.ended().plus(in), evidence.healed()))
        .filter(latest -> isDue && evidence.seen().at().isAfter(latest))
        .ifPresent(latest -> violation(task, "not overdue at " + latest, violations));
  }

  private static Instant soonAfter(Instant due, Instant healed) {
    return (due.isAfter(healed) ? due : healed).plus(MAX_DELAY);
  }

  private static void check(
      ObservedState.ObservedTask task,
      Instant healed,
      Instant seenAt,
      Consumer<Violation> violations) {
    long times = task.types().stream().filter("overdue"::equals).count();
    long deadlines = task.types().stream().filter("deadline_set"::equals).count();
    if (times > deadlines) {
      violation(
          task, "overdue %d times, with %d deadlines".formatted(times, deadlines), violations);
    }
    if (task.deadline().isEmpty()) {
      return;
    }
    var deadline = task.deadline().get();
    var due = soonAfter(deadline, healed);
    if (OPEN.contains(task.status()) && times < deadlines && seenAt.isAfter(deadline)) {
      violation(task, "not overdue, but its deadline was " + deadline, violations);
    }
    for (var entry : task.timeline()) {
      boolean byThisDeadline = times == 1 && deadlines == 1 && entry.type().equals("overdue");
      if (byThisDeadline && entry.at().isBefore(deadline)) {
        violation(
            task, "overdue early, at %s before %s".formatted(entry.at(), deadline), violations);
      }
      if (byThisDeadline && entry.at().isAfter(due)) {
        violation(task, "overdue late, at %s for %s".formatted(entry.at(), deadline), violations);
      }
    }
  }

  private static void violation(
      ObservedState.ObservedTask task, String story, Consumer<Violation> violations) {
    violations.accept(
        new Violation(
            Invariant.OVERDUE_IN_TIME, task.id(), story + "; its timeline: " + task.timeline()));
  }
}
