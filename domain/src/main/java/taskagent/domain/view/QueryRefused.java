package taskagent.domain.view;

/** A list that cannot be answered because of what the client asks for. */
public final class QueryRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** The cursor is not one that a list has returned. */
    NO_CURSOR,
    /** The cursor belongs to another filter or order. */
    FOREIGN_CURSOR,
    /** The answer would take too long. */
    TOO_SLOW
  }

  private final Reason reason;

  /** Refuses a query. */
  public QueryRefused(Reason reason) {
    super(reason.name(), null, false, false);
    this.reason = reason;
  }

  /** Returns why. */
  public Reason reason() {
    return reason;
  }
}
