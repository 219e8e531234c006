package taskagent.domain;

import java.util.regex.Pattern;

/**
 * The one shape that every id of a task or user has: {@code [A-Za-z0-9][A-Za-z0-9_-]{0,63}} (spec
 * §1). Ids become parts of storage and actor keys, so nothing else may get near one.
 */
public final class Ids {

  /** The shape as a regular expression, for messages and API documents. */
  public static final String SHAPE = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}";

  private static final Pattern PATTERN = Pattern.compile(SHAPE);

  private Ids() {}

  /** Whether the text may be used as an id. */
  public static boolean wellFormed(String text) {
    return PATTERN.matcher(text).matches();
  }

  /**
   * Returns the text if it may be used as an id.
   *
   * @throws IllegalArgumentException if not; callers check what comes from outside before
   */
  public static String require(String text) {
    if (!wellFormed(text)) {
      throw new IllegalArgumentException("an id must match " + SHAPE);
    }
    return text;
  }
}
