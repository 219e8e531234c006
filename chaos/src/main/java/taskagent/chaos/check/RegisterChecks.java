package taskagent.chaos.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Checks that a task's version only rises. A request that begins after an answer came must not get
 * an older version, and must not get 404 (invariants 4 and 11).
 */
final class RegisterChecks {

  private RegisterChecks() {}

  static void check(Evidence evidence, Consumer<Violation> violations) {
    var answered =
        evidence.bySubject(
            call ->
                (call.acknowledged() || call.reply().status() == 404)
                    && (call.op() instanceof ClientRequest.ReadTask
                        || call.op() instanceof ClientRequest.ChangeTask));
    answered.forEach((task, calls) -> check(task, calls, violations));
  }

  private static void check(String task, List<ClientCall> calls, Consumer<Violation> violations) {
    var byBegin = new ArrayList<>(calls);
    byBegin.sort(Comparator.comparing(ClientCall::began));
    var byEnd = new ArrayList<>(calls);
    byEnd.sort(Comparator.comparing(ClientCall::ended));
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
                "version %d was answered before: %s".formatted(known, call)));
      }
    }
    distinct(task, calls, violations);
  }

  /** Two writes never get the same version. */
  private static void distinct(
      String task, List<ClientCall> calls, Consumer<Violation> violations) {
    var writes = calls.stream().filter(RegisterChecks::written).toList();
    var versions = writes.stream().map(call -> call.reply().number()).distinct().count();
    if (versions < writes.size()) {
      violations.accept(
          new Violation(
              Invariant.VERSIONS_RISE, task, "two changes got the same version: " + writes));
    }
  }

  /** Returns true if a call changed the task. A change of a missing task only reads 404. */
  private static boolean written(ClientCall call) {
    return call.op() instanceof ClientRequest.ChangeTask && call.acknowledged();
  }
}
