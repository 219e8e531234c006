package taskagent.domain.explain;

import java.util.regex.Pattern;

/** The name of an assignee in a sentence: on one line, and cut if it is long. */
final class Name {

  private static final int LONGEST = 20;

  /** Also what Unicode calls the end of a line or a paragraph, which a name may have. */
  private static final Pattern BREAKS =
      Pattern.compile("[\\s\\p{Cntrl}]+", Pattern.UNICODE_CHARACTER_CLASS);

  private Name() {}

  static String of(String assignee) {
    var line = BREAKS.matcher(assignee).replaceAll(" ").strip();
    if (line.isEmpty()) {
      return "the assignee";
    }
    return line.codePointCount(0, line.length()) <= LONGEST
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST - 1)) + "…";
  }
}
