package taskagent.domain;

/** Checks which characters a text consists of (specification §5). */
public final class Texts {

  private Texts() {}

  /** Returns true if the text has an unpaired surrogate, which cannot be stored. */
  public static boolean broken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  /**
   * Returns true if the text has a control character (C0, DEL, C1).
   *
   * @param lines whether tabs and line ends are allowed
   */
  static boolean controls(String text, boolean lines) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) && !(lines && (c == '\n' || c == '\r' || c == '\t'))) {
        return true;
      }
    }
    return false;
  }

  /** Returns true if the text has only white space, as JavaScript defines it. */
  static boolean blank(String text) {
    return text.chars().allMatch(Texts::white);
  }

  private static boolean white(int c) {
    return (c >= '\t' && c <= '\r')
        || c == ' '
        || c == 0xA0
        || c == 0xFEFF
        || Character.isSpaceChar(c);
  }

  /** Returns the number of code points. */
  static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
