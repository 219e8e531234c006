package taskagent.dapr;

import io.dapr.actors.ActorId;
import io.dapr.actors.client.ActorProxyBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import taskagent.domain.conversation.Conversation;
import taskagent.domain.conversation.UserId;
import taskagent.domain.port.Conversations;
import taskagent.json.SaidJson;

/** Conversations as actors: Dapr has each user's messages answered one at a time. */
final class DaprConversations implements Conversations {

  private final Documents documents;
  private final ActorProxyBuilder<ChatActor> actors;

  DaprConversations(Documents documents, ActorProxyBuilder<ChatActor> actors) {
    this.documents = documents;
    this.actors = actors;
  }

  @Override
  public Said say(UserId user, String content, Optional<String> key) {
    var message = SaidJson.write(new SaidJson.Say(content, key)).getBytes(StandardCharsets.UTF_8);
    Supplier<String> call = () -> Envelope.open(actor(user).processMessage(message));
    // Only a message that has a name can be said again without being held twice.
    return SaidJson.readSaid(key.isPresent() ? Reach.again(call) : call.get());
  }

  @Override
  public Conversation history(UserId user) {
    return Reach.again(() -> ChatTurns.find(documents, user));
  }

  @Override
  public void clear(UserId user) {
    Reach.again(() -> Envelope.open(actor(user).clearHistory()));
  }

  private ChatActor actor(UserId user) {
    return actors.build(new ActorId(user.value()));
  }
}
