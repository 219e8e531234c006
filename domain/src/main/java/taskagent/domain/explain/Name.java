package taskagent.domain.explain;

/** The name of an assignee in a sentence: on one line, and cut if it is long. */
final class Name {

  private static final int LONGEST = 20;

  private Name() {}

  static String of(String assignee) {
    var line = assignee.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    if (line.isEmpty()) {
      return "the assignee";
    }
    return line.codePointCount(0, line.length()) <= LONGEST
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST - 1)) + "…";
  }
}
