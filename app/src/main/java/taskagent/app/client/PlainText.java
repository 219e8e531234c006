package taskagent.app.client;

import java.util.regex.Pattern;

/** Makes text from elsewhere safe to show in a line of a terminal. */
final class PlainText {

  /** Line ends, tabs, and the control characters with which a text could steer the terminal. */
  private static final Pattern UNSHOWN = Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E]+");

  private PlainText() {}

  /** Returns the text with a space in the place of what is not shown. */
  static String oneLine(String text) {
    return UNSHOWN.matcher(text).replaceAll(" ").strip();
  }
}
