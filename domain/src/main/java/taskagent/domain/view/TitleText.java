package taskagent.domain.view;

import java.util.Locale;

/** How titles are compared with the words of a filter: without regard to case. */
public final class TitleText {

  private TitleText() {}

  /** Returns the text without differences of case. */
  public static String folded(String text) {
    // Upper case first, because some letters have two lower forms, and some no upper one.
    return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }
}
