package taskagent.domain.access;

import taskagent.domain.access.Access.Decision;

/** The caller may not do what it asks for. */
public final class AccessRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Decision decision;

  private AccessRefused(Decision decision) {
    super(decision.name(), null, false, false);
    this.decision = decision;
  }

  /**
   * Checks that the current caller may do something.
   *
   * @throws AccessRefused if it may not
   */
  public static void check(Operation operation, Subject subject) {
    var decision = Access.decide(CurrentCaller.here(), operation, subject);
    if (decision != Decision.ALLOWED) {
      throw new AccessRefused(decision);
    }
  }

  /** Returns why. */
  public Decision decision() {
    return decision;
  }
}
