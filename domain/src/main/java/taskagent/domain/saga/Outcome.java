package taskagent.domain.saga;

import java.util.Locale;

/** How a saga ends (specification §1). */
public enum Outcome {
  /** Every step is done. */
  COMPLETED,
  /** The request is invalid. */
  REJECTED,
  /** A step failed, and the saga compensated every step that may have taken effect. */
  FAILED,
  /** A client cancelled it, and the saga compensated every step that may have taken effect. */
  CANCELLED,
  /** A compensation failed too; an operator must act. */
  COMPENSATION_FAILED;

  /** Returns true if the saga compensated its steps, or tried to. */
  public boolean compensated() {
    return switch (this) {
      case COMPLETED, REJECTED -> false;
      case FAILED, CANCELLED, COMPENSATION_FAILED -> true;
    };
  }

  /** Returns the wire name. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the outcome with this wire name. */
  public static Outcome ofWireName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
