package taskagent.chaos.check;

/** What a client can ask for. */
public sealed interface Op {

  /** The task or user that it is about. */
  String subject();

  /** How a task request is to fare. */
  enum Wish {
    /** All of it succeeds, and its deadline is far away. */
    ORDINARY,
    /** All of it succeeds, and its deadline passes soon. */
    HURRIED,
    /** Its assignee cannot be notified, which is final. */
    UNREACHABLE,
    /** It is not acceptable, and rejected by its own saga. */
    UNACCEPTABLE
  }

  /** Asks for a task to be processed; the same again has the same wish. */
  record Ask(String subject, Wish wish) implements Op {

    private static final int SOONEST_SECONDS = 2;
    private static final int SOON_SECONDS = 4;
    private static final int FAR_SECONDS = 3_600;

    /** How long after it is accepted the task is due. */
    public int deadlineSeconds() {
      return wish == Wish.HURRIED
          ? SOONEST_SECONDS + Math.floorMod(subject.hashCode(), SOON_SECONDS)
          : FAR_SECONDS;
    }
  }

  /** Asks the task's saga to give up. */
  record GiveUp(String subject) implements Op {}

  /** What a person does to a task, and what its timeline calls that. */
  enum Change {
    ASSIGN("assigned"),
    START("started"),
    COMPLETE("completed"),
    CANCEL("cancelled"),
    DEADLINE("deadline_set");

    private final String entry;

    Change(String entry) {
      this.entry = entry;
    }

    /** The type of the entry on the timeline. */
    public String entry() {
      return entry;
    }
  }

  /** Changes a task. */
  record Command(String subject, Change change) implements Op {}

  /** Reads a task. */
  record Look(String subject) implements Op {}

  /**
   * Says something to the assistant.
   *
   * @param text different from all else that is said, so that it is its own key
   */
  record Say(String subject, String text) implements Op {}
}
