package taskagent.domain;

import java.util.List;

/** Checks which characters a text consists of (specification §5). */
public final class Texts {

  /** Characters of other categories that have no glyph (Unicode: Default_Ignorable, and blanks). */
  private static final List<Range> INVISIBLE =
      List.of(
          new Range(0x034F, 0x034F), // combining grapheme joiner
          new Range(0x115F, 0x1160), // Hangul fillers
          new Range(0x17B4, 0x17B5), // Khmer inherent vowels
          new Range(0x180B, 0x180F), // Mongolian variation selectors
          new Range(0x2065, 0x2065),
          new Range(0x2800, 0x2800), // Braille pattern blank
          new Range(0x3164, 0x3164), // Hangul filler
          new Range(0xFE00, 0xFE0F), // variation selectors
          new Range(0xFFA0, 0xFFA0), // halfwidth Hangul filler
          new Range(0xFFF0, 0xFFF8),
          new Range(0x1D159, 0x1D159), // musical symbol null notehead
          new Range(0xE0000, 0xE0FFF)); // tags, and more variation selectors

  private record Range(int first, int last) {
    boolean has(int c) {
      return c >= first && c <= last;
    }
  }

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

  /** Returns true if a reader sees nothing of the text. */
  static boolean blank(String text) {
    return text.codePoints().allMatch(Texts::invisible);
  }

  private static boolean invisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> INVISIBLE.stream().anyMatch(range -> range.has(c));
    };
  }

  /** Returns the number of code points. */
  static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
