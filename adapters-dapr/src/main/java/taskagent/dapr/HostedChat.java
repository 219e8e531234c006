package taskagent.dapr;

import io.dapr.actors.ActorId;
import io.dapr.actors.runtime.ActorRuntimeContext;
import io.dapr.actors.runtime.Remindable;
import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Mono;
import taskagent.domain.conversation.UserId;
import taskagent.json.ConversationJson;
import taskagent.json.SaidJson;

/** The actor of one user's conversation. */
final class HostedChat extends Hosted implements ChatActor, Remindable<byte[]> {

  private final ChatTurns turns;

  private record Asked(UserId user, SaidJson.Say say) {}

  HostedChat(ActorRuntimeContext<HostedChat> context, ActorId id, ChatTurns turns) {
    super(context, id);
    this.turns = turns;
  }

  @Override
  public Mono<byte[]> processMessage(byte[] body) {
    return Envelope.of(
        getId(),
        () -> new Asked(user(), SaidJson.readSay(new String(body, StandardCharsets.UTF_8))),
        asked ->
            SaidJson.write(
                turns.say(asked.user(), asked.say().content(), asked.say().key(), pending())));
  }

  @Override
  public Mono<byte[]> getHistory() {
    return Envelope.of(
        getId(), this::user, user -> ConversationJson.writeHistory(turns.find(user)));
  }

  @Override
  public Mono<byte[]> clearHistory() {
    return Envelope.of(
        getId(),
        this::user,
        user -> {
          turns.clear(user, pending());
          return "{}";
        });
  }

  @Override
  boolean publish() {
    return turns.publish(user(), pending());
  }

  /** It has no reminders of its own. */
  @Override
  void remind(String name) {
    forget(name);
  }

  private UserId user() {
    return new UserId(getId().toString());
  }
}
