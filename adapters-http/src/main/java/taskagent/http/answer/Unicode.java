package taskagent.http.answer;

import taskagent.domain.Texts;

/** Makes texts of older builds fit for an answer. */
public final class Unicode {

  private Unicode() {}

  /** Returns the text with U+FFFD in place of every unpaired surrogate. */
  public static String repaired(String text) {
    return Texts.broken(text)
        ? text.codePoints()
            .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
        : text;
  }
}
