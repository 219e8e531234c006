package taskagent.domain.port;

import java.time.Duration;

/**
 * The engine cannot do this now. Nothing is lost: whoever asked may ask again, and an answer that
 * was given holds.
 */
public final class Unavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Kind {
    /** It is out of reach or cannot write. */
    OUT_OF_REACH,
    /** It has more to do than it can take on. */
    OVERLOADED
  }

  private final Kind kind;
  private final String reason;
  private final transient Duration retryAfter;

  private Unavailable(Kind kind, String reason, Duration retryAfter) {
    super(reason);
    this.kind = kind;
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  /** It is out of reach or cannot write, for a reason that clients may be shown. */
  public static Unavailable outOfReach(String reason) {
    return new Unavailable(Kind.OUT_OF_REACH, reason, Duration.ofSeconds(2));
  }

  /** It has more to do than it can take on. */
  public static Unavailable overloaded(String reason) {
    return new Unavailable(Kind.OVERLOADED, reason, Duration.ofSeconds(1));
  }

  /** Which of the two. */
  public Kind kind() {
    return kind;
  }

  /** Why, in words that clients may be shown. */
  public String reason() {
    return reason;
  }

  /** After how long to ask again. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
