package taskagent.http;

/** A value in a body, as far as any field takes it. */
sealed interface JsonValue {

  /** A string. */
  record Text(String text) implements JsonValue {}

  /**
   * A number without point or exponent.
   *
   * @param number the number; the nearest possible one if it is too large
   */
  record Whole(long number) implements JsonValue {}

  /** Anything else. */
  record Other() implements JsonValue {}
}
