package taskagent.chaos.check;

import java.util.Set;
import java.util.function.Consumer;

/** Checks that answers are documented (invariant 14) and that processes stay small (15). */
final class AnswerChecks {

  /** More than a process ever needs; a leak exceeds it after some minutes. */
  private static final int MAX_THREADS = 400;

  /** The statuses that any request may get when the system is busy or unavailable. */
  private static final Set<Integer> RETRY_LATER = Set.of(429, 503);

  private AnswerChecks() {}

  static void check(Evidence evidence, Consumer<Violation> violations) {
    for (var call : evidence.calls()) {
      int status = call.reply().status();
      if (status != 0 && !RETRY_LATER.contains(status) && !documented(call.op()).contains(status)) {
        violations.accept(violation(call, "undocumented status: " + call));
      }
      if (!call.reply().problem().isEmpty()) {
        violations.accept(violation(call, call.reply().problem() + ": " + call));
      }
    }
    if (evidence.seen().threads() > MAX_THREADS) {
      violations.accept(
          new Violation(
              Invariant.BOUNDED,
              "a process",
              "it has %d threads".formatted(evidence.seen().threads())));
    }
  }

  private static Set<Integer> documented(ClientRequest op) {
    return switch (op) {
      case ClientRequest.ProcessTask _ -> Set.of(202);
      case ClientRequest.CancelSaga _ -> Set.of(202, 404, 409);
      case ClientRequest.ChangeTask _ -> Set.of(200, 404, 409);
      case ClientRequest.ReadTask _ -> Set.of(200, 404);
      case ClientRequest.SendMessage _ -> Set.of(200);
    };
  }

  private static Violation violation(ClientCall call, String story) {
    return new Violation(Invariant.DOCUMENTED_ANSWERS, call.op().subject(), story);
  }
}
