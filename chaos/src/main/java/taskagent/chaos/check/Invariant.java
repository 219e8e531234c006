package taskagent.chaos.check;

/** What must hold after every fault (spec §8), by the numbers that it has there. */
public enum Invariant {
  ACKNOWLEDGED_IS_KEPT(1, "every write that was acknowledged is readable afterwards"),
  ONE_KEY_ONE_EFFECT(2, "what is asked for again runs once"),
  ALLOWED_TRANSITIONS(3, "a task changes only as it may, and never again once it is closed"),
  VERSIONS_RISE(4, "versions rise by one, and no update is lost"),
  ONE_TURN_AT_A_TIME(5, "changes of one task or conversation form one chain"),
  EVERY_SAGA_ENDS(6, "every accepted workflow has an outcome soon after all is well"),
  DONE_OR_UNDONE(7, "a saga is completed, or what it did is undone in reverse"),
  NOTIFIED_ONCE(8, "the receiver sees one notification of a saga"),
  OVERDUE_IN_TIME(9, "a task is overdue soon after its deadline, once, and never early"),
  TASK_AND_SAGA_AGREE(10, "task and workflow agree when at rest"),
  OWN_WRITES_ARE_READ(11, "nobody reads what is older than what was answered before"),
  CHAT_IN_ORDER(12, "each acknowledged message is in its user's history once, in order"),
  EVENTS_ADD_UP(13, "every change was published, and nothing else"),
  DOCUMENTED_ANSWERS(14, "only documented answers, and no inner details in them"),
  BOUNDED(15, "memory, threads and histories stay bounded"),
  ENOUGH_SUCCEEDED(0, "enough succeeded for the run to prove anything");

  private final int number;
  private final String text;

  Invariant(int number, String text) {
    this.number = number;
    this.text = text;
  }

  /** Its number in spec §8; 0 for what makes a run count at all. */
  public int number() {
    return number;
  }

  @Override
  public String toString() {
    return number + " (" + text + ")";
  }
}
