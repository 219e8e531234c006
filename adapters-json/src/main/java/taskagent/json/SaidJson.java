package taskagent.json;

import java.util.Optional;
import taskagent.domain.port.Conversations.Said;

/** The JSON of a message to a conversation, and of its answer. */
public final class SaidJson {

  private static final int FORMAT = 1;

  /** A message and its idempotency key. */
  public record Say(String content, Optional<String> key) {}

  private SaidJson() {}

  /** Writes a message. */
  public static String write(Say say) {
    return Json.object(
        json -> {
          json.writeNumberField("format", FORMAT);
          json.writeStringField("content", say.content());
          Json.optional(json, "key", say.key());
        });
  }

  /** Returns true if a message gives its format, as Task Agent itself does. */
  public static boolean hasFormat(String text) {
    try {
      return Json.read(text).maybeNumber("format").isPresent();
    } catch (UnreadableDocument e) {
      return false; // reading it says what is wrong
    }
  }

  /**
   * Reads a message. Other apps do not give a format.
   *
   * @throws UnreadableDocument if it has another format or is damaged
   */
  public static Say readSay(String text) {
    var fields = Json.read(text);
    if (fields.maybeNumber("format").isPresent()) {
      fields.format("a message", FORMAT);
    }
    return new Say(fields.text("content"), fields.maybeText("key"));
  }

  /** Writes the answer to a message. */
  public static String write(Said said) {
    return Json.object(
        json -> {
          json.writeNumberField("format", FORMAT);
          switch (said) {
            case Said.Replied(var reply) -> {
              json.writeObjectFieldStart("reply");
              ConversationJson.write(json, reply);
              json.writeEndObject();
            }
            case Said.KeyReused() -> json.writeBooleanField("key_reused", true);
          }
        });
  }

  /**
   * Reads the answer to a message.
   *
   * @throws UnreadableDocument if it has another format or is damaged
   */
  public static Said readSaid(String text) {
    return Json.read(text)
        .format("an answer", FORMAT)
        .maybeObject("reply")
        .<Said>map(reply -> new Said.Replied(ConversationJson.message(reply)))
        .orElseGet(Said.KeyReused::new);
  }
}
