package taskagent.chaos.check;

/** A request that a client can send. */
public sealed interface ClientRequest {

  /** Returns the id of its task or user. */
  String subject();

  /** Decides how a task request ends. */
  enum RequestKind {
    /** Every step succeeds, and the deadline is far away. */
    ORDINARY,
    /** Every step succeeds, and the deadline expires soon. */
    HURRIED,
    /** The assignee cannot be notified, so the saga fails and compensates. */
    UNREACHABLE,
    /** The saga rejects the request as invalid. */
    UNACCEPTABLE
  }

  /** Requests a task. A repeated request has the same kind. */
  record ProcessTask(String subject, RequestKind kind) implements ClientRequest {

    private static final int SOONEST_SECONDS = 2;
    private static final int SOON_SECONDS = 4;
    private static final int FAR_SECONDS = 3_600;

    /** Returns the time from the acceptance of the request until the deadline. */
    public int deadlineSeconds() {
      return kind == RequestKind.HURRIED
          ? SOONEST_SECONDS + Math.floorMod(subject.hashCode(), SOON_SECONDS)
          : FAR_SECONDS;
    }
  }

  /** Cancels the saga of a task. */
  record CancelSaga(String subject) implements ClientRequest {}

  /** A change that a person makes, and the type of its entry on the timeline. */
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

    /** Returns the type of the entry on the timeline. */
    public String entry() {
      return entry;
    }
  }

  /** Changes a task. */
  record ChangeTask(String subject, Change change) implements ClientRequest {}

  /** Reads a task. */
  record ReadTask(String subject) implements ClientRequest {}

  /**
   * Sends a message to the assistant.
   *
   * @param text different from every other message, so that it serves as its own key
   */
  record SendMessage(String subject, String text) implements ClientRequest {}
}
