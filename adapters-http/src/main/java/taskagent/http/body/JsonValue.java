package taskagent.http.body;

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

  /** Any other value. */
  record Other() implements JsonValue {}
}
