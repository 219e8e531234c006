package taskagent.chaos.check;

import java.util.ArrayList;
import java.util.List;

/** Checks every invariant that clients can observe. */
public final class InvariantChecker {

  private InvariantChecker() {}

  /**
   * Returns the violations.
   *
   * @param enough how many acknowledged calls a run needs to prove anything
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
    long acknowledged = evidence.calls().stream().filter(ClientCall::acknowledged).count();
    if (acknowledged < enough) {
      violations.add(
          new Violation(
              Invariant.ENOUGH_SUCCEEDED,
              "the run",
              "%d of %d calls were acknowledged, but %d are needed"
                  .formatted(acknowledged, evidence.calls().size(), enough)));
    }
    return violations;
  }
}
