package taskagent.dapr.actor;

import io.dapr.actors.ActorId;
import io.dapr.actors.client.ActorProxyBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import taskagent.dapr.sidecar.SidecarCalls;
import taskagent.dapr.store.Documents;
import taskagent.dapr.store.Removals;
import taskagent.domain.conversation.Conversation;
import taskagent.domain.conversation.UserId;
import taskagent.domain.port.Conversations;
import taskagent.json.SaidJson;

/** Conversations as actors. Dapr processes each user's messages one at a time. */
public final class DaprConversations implements Conversations {

  private final Documents documents;
  private final Removals removals;
  private final ActorProxyBuilder<ChatActor> actors;

  /** Reads documents directly, and changes them through actors. */
  public DaprConversations(
      Documents documents, Removals removals, ActorProxyBuilder<ChatActor> actors) {
    this.documents = documents;
    this.removals = removals;
    this.actors = actors;
  }

  @Override
  public Said say(UserId user, String content, Optional<String> key) {
    var message = SaidJson.write(new SaidJson.Say(content, key)).getBytes(StandardCharsets.UTF_8);
    Supplier<String> call = () -> Envelope.open(actor(user).processMessage(message));
    // Only a message with a key can be retried without being recorded twice.
    return SaidJson.readSaid(key.isPresent() ? SidecarCalls.again(call) : call.get());
  }

  @Override
  public Conversation history(UserId user) {
    return SidecarCalls.again(() -> ChatTurns.find(documents, removals, user));
  }

  @Override
  public void clear(UserId user) {
    SidecarCalls.again(() -> SidecarCalls.of(actor(user).clearHistory()));
  }

  @Override
  public void remove(UserId user) {
    SidecarCalls.again(() -> SidecarCalls.of(actor(user).remove()));
  }

  private ChatActor actor(UserId user) {
    return actors.build(new ActorId(user.value()));
  }
}
