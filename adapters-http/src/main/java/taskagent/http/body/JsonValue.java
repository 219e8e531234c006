package taskagent.http.body;

import java.util.List;
import java.util.Map;

/** A value in a body, as far as a field can use it. */
sealed interface JsonValue {

  /** A string. */
  record Text(String text) implements JsonValue {}

  /**
   * A whole number.
   *
   * @param number the number, or the nearest {@code long} if it is too large
   */
  record Whole(long number) implements JsonValue {}

  /** An array of strings. */
  record Texts(List<String> texts) implements JsonValue {}

  /** An object. */
  record Fields(Map<String, JsonValue> fields) implements JsonValue {}

  /** Any other value. */
  record Other() implements JsonValue {}
}
