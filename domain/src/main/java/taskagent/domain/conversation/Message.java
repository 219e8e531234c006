package taskagent.domain.conversation;

import java.time.Instant;
import java.util.Locale;

/**
 * One entry of a conversation.
 *
 * @param seq rises by one from entry to entry, over the whole life of the conversation
 */
public record Message(Role role, String content, Instant timestamp, long seq) {

  /** Who said it. */
  public enum Role {
    USER,
    ASSISTANT;

    /** The name on the wire. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The role with this name on the wire. */
    public static Role ofWireName(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }
}
