package taskagent.chaos.check;

import java.util.Set;
import java.util.function.Consumer;

/** Answers are those of the documentation (invariant 14), and processes stay small (15). */
final class AnswerChecks {

  /** More than a process of the system ever needs; a leak has more after some minutes. */
  private static final int THREADS_AT_MOST = 400;

  /** Not now, or too much: whatever is asked for. */
  private static final Set<Integer> NOT_NOW = Set.of(429, 503);

  private AnswerChecks() {}

  static void check(Evidence evidence, Consumer<Violation> violations) {
    for (var call : evidence.calls()) {
      int status = call.reply().status();
      if (status != 0 && !NOT_NOW.contains(status) && !documented(call.op()).contains(status)) {
        violations.accept(violation(call, "a status that is not documented: " + call));
      }
      if (!call.reply().problem().isEmpty()) {
        violations.accept(violation(call, call.reply().problem() + ": " + call));
      }
    }
    if (evidence.seen().threads() > THREADS_AT_MOST) {
      violations.accept(
          new Violation(
              Invariant.BOUNDED,
              "a process",
              "it has %d threads".formatted(evidence.seen().threads())));
    }
  }

  private static Set<Integer> documented(Op op) {
    return switch (op) {
      case Op.Ask _ -> Set.of(202);
      case Op.GiveUp _ -> Set.of(202, 404, 409);
      case Op.Command _ -> Set.of(200, 404, 409);
      case Op.Look _ -> Set.of(200, 404);
      case Op.Say _ -> Set.of(200);
    };
  }

  private static Violation violation(Call call, String story) {
    return new Violation(Invariant.DOCUMENTED_ANSWERS, call.op().subject(), story);
  }
}
