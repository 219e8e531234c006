package taskagent.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import taskagent.domain.conversation.Message;
import taskagent.domain.port.Conversations;
import taskagent.domain.port.Conversations.Said;
import taskagent.http.Problem.Code;

/** Conversations: say something, read what was said, forget it (spec §5). */
final class ChatRoutes {

  private static final HeaderName IDEMPOTENCY_KEY = HeaderNames.create("Idempotency-Key");
  private static final String KEY = "idempotency_key";
  private static final int KEY_LENGTH = 255;

  private final Conversations conversations;

  ChatRoutes(Conversations conversations) {
    this.conversations = conversations;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/chat/{user_id}", this::say),
        Route.get("/chat/{user_id}/history", this::history),
        Route.delete("/chat/{user_id}/history", this::clear));
  }

  private Answer say(Call call) {
    var user = call.userId();
    var form = call.form();
    var content = form.required(Field.CONTENT);
    form.check();
    return switch (conversations.say(user, content, key(call))) {
      case Said.Replied(var reply) -> Answer.json(Status.OK_200, json -> write(json, reply));
      case Said.KeyReused _ ->
          throw Refused.field(KEY, Code.REUSED, "was used for a message with other content");
    };
  }

  private static Optional<String> key(Call call) {
    var header = call.header(IDEMPOTENCY_KEY);
    if (header.isEmpty()) {
      return Optional.empty();
    }
    var key = header.getFirst();
    boolean usable =
        header.size() == 1
            && !key.isEmpty()
            && key.length() <= KEY_LENGTH
            && key.chars().allMatch(c -> c > ' ' && c < 0x7F);
    if (!usable) {
      throw Refused.field(
          KEY, Code.ILL_FORMED, "must be 1 to " + KEY_LENGTH + " visible ASCII characters");
    }
    return Optional.of(key);
  }

  private Answer history(Call call) {
    var conversation = conversations.history(call.userId());
    return Answer.json(
        Status.OK_200,
        json -> {
          json.writeStringField("user_id", conversation.user().value());
          json.writeNumberField("total_messages", conversation.totalMessages());
          json.writeArrayFieldStart("messages");
          for (var message : conversation.entries()) {
            json.writeStartObject();
            write(json, message);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private Answer clear(Call call) {
    conversations.clear(call.userId());
    return Answer.empty(Status.NO_CONTENT_204);
  }

  private static void write(JsonGenerator json, Message message) throws IOException {
    json.writeStringField("role", message.role().wireName());
    JsonBytes.text(json, "content", message.content());
    JsonBytes.instant(json, "timestamp", message.timestamp());
    json.writeNumberField("seq", message.seq());
  }
}
