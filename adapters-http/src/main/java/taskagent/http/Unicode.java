package taskagent.http;

/** What texts may consist of (spec §5). */
final class Unicode {

  private Unicode() {}

  /** Whether there is a surrogate without its other half: no Unicode, and not to be stored. */
  static boolean broken(String text) {
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

  /** The text with U+FFFD for every such half. */
  static String repaired(String text) {
    return broken(text)
        ? text.codePoints()
            .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
        : text;
  }

  /**
   * Whether there is a control character (C0, DEL, C1).
   *
   * @param lines whether tabs and line ends are fine
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

  /** Whether there is nothing but white space, as regular expressions of JavaScript see it. */
  static boolean blank(String text) {
    return text.chars().allMatch(Unicode::white);
  }

  private static boolean white(int c) {
    return (c >= '\t' && c <= '\r')
        || c == ' '
        || c == 0xA0
        || c == 0xFEFF
        || Character.isSpaceChar(c);
  }

  static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
