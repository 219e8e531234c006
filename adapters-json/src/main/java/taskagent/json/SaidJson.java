package taskagent.json;

import java.util.Optional;
import taskagent.domain.port.Conversations.Said;

/** The written form of a message that is to be answered, and of what came of it. */
public final class SaidJson {

  private static final int FORMAT = 1;

  /** A message, and the client's name for it. */
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

  /**
   * Reads a message.
   *
   * @throws UnreadableDocument if it is of another format, or damaged
   */
  public static Say readSay(String text) {
    var fields = Json.read(text).format("a message", FORMAT);
    return new Say(fields.text("content"), fields.maybeText("key"));
  }

  /** Writes what came of a message. */
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
   * Reads what came of a message.
   *
   * @throws UnreadableDocument if it is of another format, or damaged
   */
  public static Said readSaid(String text) {
    return Json.read(text)
        .format("an answer", FORMAT)
        .maybeObject("reply")
        .<Said>map(reply -> new Said.Replied(ConversationJson.message(reply)))
        .orElseGet(Said.KeyReused::new);
  }
}
