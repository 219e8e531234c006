package taskagent.domain.task;

import java.util.Optional;
import taskagent.domain.Ids;

/**
 * Identifies one intention to change a task. A command that is delivered again under the same id
 * changes nothing (specification §2). A sender that retries therefore derives the id from its
 * intention and not from the attempt: a saga step uses {@code workflow id/step/do|undo}.
 */
public record CommandId(String value) {

  private static final String BY_KEY = "key/";
  private static final String ONCE = "once/";

  /** The longest id that is accepted from outside. */
  public static final int LENGTH_AT_MOST = 255;

  /**
   * Returns the id of a command to which a client gave a key.
   *
   * @param key identifies the intention; has no slash
   * @param content identifies what the client asks for; has no slash
   */
  public static CommandId byKey(String key, String content) {
    return new CommandId(BY_KEY + key + "/" + content);
  }

  /** Returns true if both have the same key of a client, but ask for different things. */
  boolean reusesKeyOf(CommandId other) {
    int end = value.lastIndexOf('/') + 1;
    return value.startsWith(BY_KEY)
        && !equals(other)
        && end == other.value.lastIndexOf('/') + 1
        && other.value.startsWith(value.substring(0, end));
  }

  /**
   * Returns the id of a command that nobody sends again, because its sender does not know the id.
   *
   * @param unique a text that no other command has
   */
  public static CommandId once(String unique) {
    return new CommandId(ONCE + unique);
  }

  /** Returns true if the command may be delivered again, and must then get the same answer. */
  boolean repeatable() {
    return !value.startsWith(ONCE);
  }

  /** Returns what is wrong with an id from outside, if anything is. */
  Optional<String> problem() {
    return Ids.visible(value, LENGTH_AT_MOST)
        ? Optional.empty()
        : Optional.of("id " + Ids.visibleRule(LENGTH_AT_MOST));
  }

  @Override
  public String toString() {
    return value;
  }
}
