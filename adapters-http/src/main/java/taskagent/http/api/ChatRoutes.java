package taskagent.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.helidon.http.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import taskagent.domain.access.Operation;
import taskagent.domain.conversation.Conversation;
import taskagent.domain.conversation.Message;
import taskagent.domain.port.Conversations;
import taskagent.domain.port.Conversations.Said;
import taskagent.http.answer.Answer;
import taskagent.http.answer.Unicode;
import taskagent.http.body.Field;
import taskagent.http.route.ApiRequest;
import taskagent.http.route.Route;
import taskagent.json.ConversationJson;

/** Conversations: send a message, read the history, clear it (specification §5). */
final class ChatRoutes {

  /** The most messages in an answer: about 2 MB if all are as long as they may be. */
  private static final int AT_MOST = 200;

  private final Conversations conversations;
  private final LargeReads reads = new LargeReads(8, Duration.ofSeconds(5));

  ChatRoutes(Conversations conversations) {
    this.conversations = conversations;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/chat/{user_id}", Operation.CHANGE_CHAT, this::say),
        Route.get("/chat/{user_id}/history", Operation.READ_CHAT, this::history),
        Route.delete("/chat/{user_id}/history", Operation.CHANGE_CHAT, this::clear),
        Route.delete("/users/{user_id}", Operation.CHANGE_CHAT, this::remove));
  }

  private Answer say(ApiRequest call) {
    var user = call.userId();
    var form = call.form();
    var content = form.required(Field.CONTENT);
    form.check();
    return switch (conversations.say(user, content, IdempotencyKeys.of(call))) {
      case Said.Replied(var reply) ->
          Answer.json(Status.OK_200, json -> ConversationJson.write(json, repaired(reply)));
      case Said.KeyReused _ -> throw IdempotencyKeys.reused("a message with different content");
    };
  }

  private Answer history(ApiRequest call) {
    var user = call.userId();
    long after = NumberParameter.read(call, "after", 0, 0, Long.MAX_VALUE);
    int limit = (int) NumberParameter.read(call, "limit", AT_MOST, 1, AT_MOST);
    return reads.read(
        () -> {
          var conversation = conversations.history(user);
          var page = repaired(conversation, after, limit);
          return Answer.json(Status.OK_200, json -> write(json, conversation, page));
        });
  }

  private static void write(JsonGenerator json, Conversation whole, Conversation page)
      throws IOException {
    ConversationJson.writeHistory(json, page);
    var messages = page.entries();
    if (messages.isEmpty() || messages.getLast().seq() == whole.entries().getLast().seq()) {
      json.writeNullField("next");
    } else {
      json.writeNumberField("next", messages.getLast().seq());
    }
  }

  private Answer clear(ApiRequest call) {
    conversations.clear(call.userId());
    return Answer.empty(Status.NO_CONTENT_204);
  }

  private Answer remove(ApiRequest call) {
    conversations.remove(call.userId());
    return Answer.empty(Status.NO_CONTENT_204);
  }

  private static Conversation repaired(Conversation conversation, long after, int limit) {
    return new Conversation(
        conversation.user(),
        conversation.totalMessages(),
        conversation.nextSeq(),
        conversation.entries().stream()
            .filter(message -> message.seq() > after)
            .limit(limit)
            .map(ChatRoutes::repaired)
            .toList(),
        conversation.answered());
  }

  private static Message repaired(Message message) {
    return new Message(
        message.role(), Unicode.repaired(message.content()), message.timestamp(), message.seq());
  }
}
