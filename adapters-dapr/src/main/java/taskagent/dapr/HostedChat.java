package taskagent.dapr;

import io.dapr.actors.ActorId;
import io.dapr.actors.runtime.ActorRuntimeContext;
import io.dapr.actors.runtime.Remindable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import reactor.core.publisher.Mono;
import taskagent.domain.conversation.UserId;
import taskagent.json.AnswersJson;
import taskagent.json.SaidJson;

/** The actor of one user's conversation. */
final class HostedChat extends Hosted implements ChatActor, Remindable<byte[]> {

  private final ChatTurns turns;

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
          return SaidJson.write(
              turns.say(user(), say.content(), say.key(), pending(), this::publishLater));
        });
  }

  @Override
  public Mono<byte[]> clearHistory() {
    return Envelope.of(
        getId().toString(),
        () -> {
          turns.clear(user(), pending(), this::publishLater);
          return AnswersJson.write(List.of());
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
