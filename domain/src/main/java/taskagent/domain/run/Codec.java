package taskagent.domain.run;

/**
 * Writes values of a type as text, and reads them back.
 *
 * @param <T> the type
 */
public interface Codec<T> {

  /** Writes a value. */
  String write(T value);

  /**
   * Reads a value.
   *
   * @throws RuntimeException if the text has an unknown format or is damaged
   */
  T read(String text);
}
