package taskagent.domain.conversation;

import java.time.Instant;
import java.util.Locale;

/**
 * One message of a conversation.
 *
 * @param seq increases by one with each message, over the whole life of the conversation
 */
public record Message(Role role, String content, Instant timestamp, long seq) {

  /** The author of the message. */
  public enum Role {
    USER,
    ASSISTANT;

    /** Returns the wire name. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the role with this wire name. */
    public static Role ofWireName(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }
}
