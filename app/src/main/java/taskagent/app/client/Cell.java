package taskagent.app.client;

/**
 * A cell of a table.
 *
 * @param text what is shown
 * @param style the terminal's code for its colour; empty for none
 */
record Cell(String text, String style) {

  private static final String END = "\u001B[0m";

  static Cell plain(String text) {
    return new Cell(text, "");
  }

  /** Returns the number of characters that are shown. */
  int width() {
    return text.codePointCount(0, text.length());
  }

  /** Returns the text, in its colour. */
  String shown() {
    return style.isEmpty() ? text : style + text + END;
  }
}
