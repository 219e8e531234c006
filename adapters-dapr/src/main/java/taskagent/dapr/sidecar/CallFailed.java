package taskagent.dapr.sidecar;

/**
 * A call to an actor failed, and its caller gets Dapr's error with the reason. Dapr does not repeat
 * such a call.
 */
public final class CallFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The kind of the failure. */
  public enum Kind {
    /** The call is malformed, or beyond a limit. */
    MALFORMED(400, "unreadable"),
    /** The actor refuses what the call asks for. Dapr would replace the reason of a 404. */
    REFUSED(409, "refused"),
    /** The actor cannot do this now, and the call can be repeated. */
    UNAVAILABLE(503, "unavailable"),
    /** Something stored cannot be read, and a repeated call does not help. */
    DAMAGED(500, "damaged"),
    /** The log of the app that hosts the actor has more. */
    DEFECT(500, "defect");

    private final int status;
    private final String field;

    Kind(int status, String field) {
      this.status = status;
      this.field = field;
    }

    /** Returns the HTTP status. */
    int status() {
      return status;
    }

    /** Returns the field that tells of it in an envelope. */
    public String field() {
      return field;
    }
  }

  private final Kind kind;

  private CallFailed(Kind kind, String reason) {
    super(reason);
    this.kind = kind;
  }

  /** Reports that the call is malformed, or beyond a limit. */
  public static CallFailed malformed(String reason) {
    return new CallFailed(Kind.MALFORMED, reason);
  }

  /** Reports that the actor refuses what the call asks for. */
  public static CallFailed refused(String reason) {
    return new CallFailed(Kind.REFUSED, reason);
  }

  /** Reports that the actor cannot do this now. */
  public static CallFailed unavailable(String reason) {
    return new CallFailed(Kind.UNAVAILABLE, reason);
  }

  /** Reports that something stored cannot be read. */
  public static CallFailed damaged(String reason) {
    return new CallFailed(Kind.DAMAGED, reason);
  }

  /** Reports a defect. */
  public static CallFailed defect() {
    return new CallFailed(Kind.DEFECT, "see the log of the app that hosts the actor");
  }

  /** Returns the kind of the failure. */
  public Kind kind() {
    return kind;
  }
}
