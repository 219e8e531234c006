package taskagent.domain.saga;

import java.util.Locale;

/** How a saga ends (spec §1). */
public enum Outcome {
  /** Every step is done. */
  COMPLETED,
  /** It asked for something that is not acceptable. */
  REJECTED,
  /** A step could not be done, and what may have happened is undone. */
  FAILED,
  /** Somebody cancelled it, and what may have happened is undone. */
  CANCELLED,
  /** It could neither be done nor wholly undone: parked for an operator. */
  COMPENSATION_FAILED;

  /** Whether the saga gave up, and undid what it may have done or could not. */
  public boolean compensated() {
    return switch (this) {
      case COMPLETED, REJECTED -> false;
      case FAILED, CANCELLED, COMPENSATION_FAILED -> true;
    };
  }

  /** The name on the wire. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The outcome with this name on the wire. */
  public static Outcome ofWireName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
