package taskagent.chaos.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * A task's version is a register that only rises: whoever asks after an answer came is told no
 * earlier version, and least of all that there is no such task (invariants 4 and 11).
 */
final class RegisterChecks {

  private RegisterChecks() {}

  static void check(Evidence evidence, Consumer<Violation> violations) {
    var told =
        evidence.bySubject(
            call ->
                (call.acknowledged() || call.reply().status() == 404)
                    && (call.op() instanceof Op.Look || call.op() instanceof Op.Command));
    told.forEach((task, calls) -> check(task, calls, violations));
  }

  private static void check(String task, List<Call> calls, Consumer<Violation> violations) {
    var byBegin = new ArrayList<>(calls);
    byBegin.sort(Comparator.comparing(Call::began));
    var byEnd = new ArrayList<>(calls);
    byEnd.sort(Comparator.comparing(Call::ended));
    long known = 0;
    int ended = 0;
    for (var call : byBegin) {
      for (; byEnd.get(ended).ended().isBefore(call.began()); ended++) {
        known = Math.max(known, byEnd.get(ended).reply().number());
      }
      long version = call.reply().number();
      boolean write = written(call);
      if (write ? version <= known : version < known) {
        violations.accept(
            new Violation(
                write ? Invariant.VERSIONS_RISE : Invariant.OWN_WRITES_ARE_READ,
                task,
                "version %d had been told before: %s".formatted(known, call)));
      }
    }
    distinct(task, calls, violations);
  }

  /** Two writes are never told the same version. */
  private static void distinct(String task, List<Call> calls, Consumer<Violation> violations) {
    var writes = calls.stream().filter(RegisterChecks::written).toList();
    var versions = writes.stream().map(call -> call.reply().number()).distinct().count();
    if (versions < writes.size()) {
      violations.accept(
          new Violation(
              Invariant.VERSIONS_RISE, task, "two changes were told one version: " + writes));
    }
  }

  /** A command to a task that is not there reads that it is not. */
  private static boolean written(Call call) {
    return call.op() instanceof Op.Command && call.acknowledged();
  }
}
