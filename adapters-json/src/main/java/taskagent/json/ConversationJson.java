package taskagent.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import taskagent.domain.conversation.Conversation;
import taskagent.domain.conversation.Conversation.Answered;
import taskagent.domain.conversation.Message;
import taskagent.domain.conversation.UserId;

/** The JSON of a conversation. */
public final class ConversationJson {

  private static final int FORMAT = 1;

  private ConversationJson() {}

  /** Writes a conversation. */
  public static String write(Conversation conversation) {
    return Json.object(
        json -> {
          json.writeNumberField("format", FORMAT);
          json.writeStringField("user_id", conversation.user().value());
          json.writeNumberField("total_messages", conversation.totalMessages());
          json.writeNumberField("next_seq", conversation.nextSeq());
          writeAll(json, "entries", conversation.entries());
          json.writeArrayFieldStart("answered");
          for (var answered : conversation.answered()) {
            json.writeStartObject();
            json.writeStringField("key", answered.key());
            json.writeStringField("fingerprint", answered.fingerprint());
            json.writeObjectFieldStart("reply");
            write(json, answered.reply());
            json.writeEndObject();
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /**
   * Reads a conversation.
   *
   * @throws UnreadableDocument if it has another format or is damaged
   */
  public static Conversation read(String text) {
    var fields = Json.read(text).format("a conversation", FORMAT);
    return new Conversation(
        fields.parsed("user_id", UserId::new),
        fields.number("total_messages"),
        fields.number("next_seq"),
        fields.list("entries", ConversationJson::message),
        fields.list(
            "answered",
            each ->
                new Answered(
                    each.text("key"), each.text("fingerprint"), message(each.object("reply")))));
  }

  /** Writes the history of a conversation as clients see it. */
  public static String writeHistory(Conversation conversation) {
    return Json.object(json -> writeHistory(json, conversation));
  }

  /** Writes the fields of the history of a conversation as clients see it. */
  public static void writeHistory(JsonGenerator json, Conversation conversation)
      throws IOException {
    json.writeStringField("user_id", conversation.user().value());
    json.writeNumberField("total_messages", conversation.totalMessages());
    writeAll(json, "messages", conversation.entries());
  }

  private static void writeAll(JsonGenerator json, String field, List<Message> messages)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (var message : messages) {
      json.writeStartObject();
      write(json, message);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Writes the fields of one message, in the form that clients see. */
  public static void write(JsonGenerator json, Message message) throws IOException {
    json.writeStringField("role", message.role().wireName());
    json.writeStringField("content", message.content());
    Json.instant(json, "timestamp", message.timestamp());
    json.writeNumberField("seq", message.seq());
  }

  static Message message(Fields fields) {
    return new Message(
        fields.parsed("role", Message.Role::ofWireName),
        fields.text("content"),
        fields.instant("timestamp"),
        fields.number("seq"));
  }
}
