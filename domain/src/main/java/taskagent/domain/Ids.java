package taskagent.domain;

import java.util.regex.Pattern;

/**
 * Checks the ids of tasks and users: {@code [A-Za-z0-9][A-Za-z0-9_-]{0,63}} (specification §1). Ids
 * become parts of storage keys and actor keys, so no other character is allowed.
 */
public final class Ids {

  /** The shape as a regular expression, for messages and API documents. */
  public static final String SHAPE = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}";

  private static final Pattern PATTERN = Pattern.compile(SHAPE);

  private Ids() {}

  /** Returns true if the text is a valid id. */
  public static boolean wellFormed(String text) {
    return PATTERN.matcher(text).matches();
  }

  /** Returns true if the text has 1 to {@code max} characters, all of them visible ASCII. */
  public static boolean visible(String text, int max) {
    return !text.isEmpty()
        && text.length() <= max
        && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }

  /** Returns what {@link #visible} requires, in words for clients. */
  public static String visibleRule(int max) {
    return "must be 1 to " + max + " visible ASCII characters";
  }

  /**
   * Returns the text if it is a valid id.
   *
   * @throws IllegalArgumentException if it is not; callers validate input from outside first
   */
  public static String require(String text) {
    if (!wellFormed(text)) {
      throw new IllegalArgumentException("An id must match " + SHAPE);
    }
    return text;
  }
}
