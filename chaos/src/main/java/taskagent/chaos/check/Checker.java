package taskagent.chaos.check;

import java.util.ArrayList;
import java.util.List;

/** Decides every invariant that clients can observe. */
public final class Checker {

  private Checker() {}

  /**
   * What does not hold; nothing if all is well.
   *
   * @param enough how many acknowledged calls a run must have to prove anything
   */
  public static List<Violation> check(Evidence evidence, int enough) {
    var violations = new ArrayList<Violation>();
    AnswerChecks.check(evidence, violations::add);
    TimelineChecks.check(evidence, violations::add);
    RegisterChecks.check(evidence, violations::add);
    SagaChecks.check(evidence, violations::add);
    DeadlineChecks.check(evidence, violations::add);
    ChatChecks.check(evidence, violations::add);
    EventChecks.check(evidence, violations::add);
    long acknowledged = evidence.calls().stream().filter(Call::acknowledged).count();
    if (acknowledged < enough) {
      violations.add(
          new Violation(
              Invariant.ENOUGH_SUCCEEDED,
              "the run",
              "%d of %d calls were acknowledged, and %d are wanted"
                  .formatted(acknowledged, evidence.calls().size(), enough)));
    }
    return violations;
  }
}
