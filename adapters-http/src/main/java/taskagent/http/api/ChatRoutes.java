package taskagent.http.api;

import io.helidon.http.Status;
import java.time.Duration;
import java.util.List;
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

  private final Conversations conversations;
  private final LargeReads reads = new LargeReads(32, Duration.ofSeconds(5));

  ChatRoutes(Conversations conversations) {
    this.conversations = conversations;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/chat/{user_id}", this::say),
        Route.get("/chat/{user_id}/history", this::history),
        Route.delete("/chat/{user_id}/history", this::clear),
        Route.delete("/users/{user_id}", this::remove));
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
    return reads.read(
        () -> {
          var conversation = repaired(conversations.history(user));
          return Answer.json(
              Status.OK_200, json -> ConversationJson.writeHistory(json, conversation));
        });
  }

  private Answer clear(ApiRequest call) {
    conversations.clear(call.userId());
    return Answer.empty(Status.NO_CONTENT_204);
  }

  private Answer remove(ApiRequest call) {
    conversations.remove(call.userId());
    return Answer.empty(Status.NO_CONTENT_204);
  }

  private static Conversation repaired(Conversation conversation) {
    return new Conversation(
        conversation.user(),
        conversation.totalMessages(),
        conversation.nextSeq(),
        conversation.entries().stream().map(ChatRoutes::repaired).toList(),
        conversation.answered());
  }

  private static Message repaired(Message message) {
    return new Message(
        message.role(), Unicode.repaired(message.content()), message.timestamp(), message.seq());
  }
}
