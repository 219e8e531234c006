package taskagent.dapr;

import io.dapr.actors.ActorId;
import io.dapr.actors.runtime.AbstractActor;
import io.dapr.actors.runtime.ActorRuntimeContext;
import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Mono;
import taskagent.domain.conversation.UserId;
import taskagent.json.AnswersJson;
import taskagent.json.SaidJson;

/** The actor of one user's conversation. */
final class HostedChat extends AbstractActor implements ChatActor {

  private final ChatTurns turns;
  private final Pending pending = new Pending();

  HostedChat(ActorRuntimeContext<HostedChat> context, ActorId id, ChatTurns turns) {
    super(context, id);
    this.turns = turns;
  }

  @Override
  public Mono<byte[]> processMessage(byte[] message) {
    return Envelope.of(
        getId().toString(),
        () -> {
          var say = SaidJson.readSay(new String(message, StandardCharsets.UTF_8));
          return SaidJson.write(turns.say(user(), say.content(), say.key(), pending));
        });
  }

  @Override
  public Mono<byte[]> clearHistory() {
    return Envelope.of(
        getId().toString(),
        () -> {
          turns.clear(user(), pending);
          return AnswersJson.write(java.util.List.of());
        });
  }

  private UserId user() {
    return new UserId(getId().toString());
  }
}
