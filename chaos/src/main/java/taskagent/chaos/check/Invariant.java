package taskagent.chaos.check;

/** What must hold after every fault, with the numbers of the specification (specification §8). */
public enum Invariant {
  ACKNOWLEDGED_IS_KEPT(1, "every acknowledged write is readable afterwards"),
  ONE_KEY_ONE_EFFECT(2, "a repeated request runs once"),
  ALLOWED_TRANSITIONS(3, "a task changes only as allowed, and never after it is closed"),
  VERSIONS_RISE(4, "versions rise by one, and no update is lost"),
  ONE_TURN_AT_A_TIME(5, "changes of one task or conversation form one chain"),
  EVERY_SAGA_ENDS(6, "every accepted workflow has an outcome soon after the fault is healed"),
  COMPLETED_OR_COMPENSATED(7, "a saga completes, or compensates its steps in reverse order"),
  NOTIFIED_ONCE(8, "the receiver gets one notification of a saga"),
  OVERDUE_IN_TIME(9, "a task is overdue soon after its deadline, once, and never early"),
  TASK_AND_SAGA_AGREE(10, "task and workflow agree when the system is idle"),
  OWN_WRITES_ARE_READ(11, "no read returns an older state than an earlier answer"),
  CHAT_IN_ORDER(12, "each acknowledged message is in its user's history once, in order"),
  EVENTS_MATCH_CHANGES(13, "every change was published, and nothing else"),
  DOCUMENTED_ANSWERS(14, "only documented answers, without internal details"),
  BOUNDED(15, "memory, threads and histories stay bounded"),
  ENOUGH_SUCCEEDED(0, "enough succeeded for the run to prove anything");

  private final int number;
  private final String text;

  Invariant(int number, String text) {
    this.number = number;
    this.text = text;
  }

  /** Returns its number (specification §8); 0 for the minimum of acknowledged calls. */
  public int number() {
    return number;
  }

  @Override
  public String toString() {
    return number + " (" + text + ")";
  }
}
