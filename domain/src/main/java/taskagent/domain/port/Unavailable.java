package taskagent.domain.port;

import java.time.Duration;

/**
 * The engine cannot do this now. The caller can retry, unless something stored is damaged. Answers
 * that were given before remain valid.
 */
public final class Unavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The kind of the problem. */
  public enum Kind {
    /** The engine cannot be reached or cannot write. */
    OUT_OF_REACH,
    /** The engine has too much to do. */
    OVERLOADED,
    /** Something stored cannot be read. This does not pass by itself, so a retry does not help. */
    DAMAGED
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

  /** Reports that the engine cannot be reached or cannot write; clients see the reason. */
  public static Unavailable outOfReach(String reason) {
    return new Unavailable(Kind.OUT_OF_REACH, reason, Duration.ofSeconds(2));
  }

  /** Reports that the engine has too much to do; clients see the reason. */
  public static Unavailable overloaded(String reason) {
    return new Unavailable(Kind.OVERLOADED, reason, Duration.ofSeconds(1));
  }

  /** Reports that something stored cannot be read; the reason is for the log. */
  public static Unavailable damaged(String reason) {
    return new Unavailable(Kind.DAMAGED, reason, Duration.ZERO);
  }

  /** Returns the kind of the problem. */
  public Kind kind() {
    return kind;
  }

  /** Returns the reason, in words; for clients unless something is damaged. */
  public String reason() {
    return reason;
  }

  /** Returns how long a client should wait before it retries. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
