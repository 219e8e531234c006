package taskagent.domain.bulk;

import java.util.regex.Pattern;
import taskagent.domain.run.RunId;

/** The ids of bulks: {@code bulk-} and 8 to 64 letters, digits, and the characters - and _. */
public final class BulkId {

  private static final String PREFIX = "bulk-";
  private static final Pattern PATTERN = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{8,64}");

  private BulkId() {}

  /** Returns true if the text is a valid id. */
  public static boolean wellFormed(String text) {
    return PATTERN.matcher(text).matches();
  }

  /**
   * Returns the id with this last part.
   *
   * @throws IllegalArgumentException if it is not well-formed
   */
  public static RunId of(String unique) {
    var text = PREFIX + unique;
    if (!wellFormed(text)) {
      throw new IllegalArgumentException(text + " is not the id of a bulk");
    }
    return new RunId(text);
  }
}
