package taskagent.dapr.actor;

import io.dapr.actors.ActorId;
import io.dapr.actors.runtime.ActorRuntimeContext;
import io.dapr.actors.runtime.Remindable;
import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Mono;
import taskagent.dapr.metric.EngineMetrics;
import taskagent.dapr.sidecar.CallFailed;
import taskagent.domain.Ids;
import taskagent.domain.TextLimit;
import taskagent.domain.conversation.Conversation;
import taskagent.domain.conversation.UserId;
import taskagent.domain.port.Conversations.Said;
import taskagent.json.ActorCallsJson;
import taskagent.json.SaidJson;

/** The actor of one user's conversation. */
final class HostedChat extends HostedActor implements ChatActor, Remindable<byte[]> {

  private final ChatTurns turns;

  private record Asked(UserId user, SaidJson.Say say) {}

  HostedChat(
      ActorRuntimeContext<HostedChat> context, ActorId id, ChatTurns turns, EngineMetrics metrics) {
    super(context, id, TYPE, "user", metrics);
    this.turns = turns;
  }

  /** Task Agent itself gives a format, and gets an envelope. */
  @Override
  public Mono<byte[]> processMessage(byte[] body) {
    var text = new String(body, StandardCharsets.UTF_8);
    return SaidJson.hasFormat(text)
        ? Envelope.of(getId(), () -> asked(text), asked -> SaidJson.write(take(asked)))
        : Envelope.plain(getId(), () -> asked(text), asked -> plain(take(asked)));
  }

  private Asked asked(String text) {
    var say = SaidJson.readSay(text);
    TextLimit.CONTENT
        .problemInWords(say.content())
        .or(
            () ->
                say.key()
                    .filter(key -> !Ids.visible(key, Conversation.KEY_LENGTH_AT_MOST))
                    .map(_ -> "key " + Ids.visibleRule(Conversation.KEY_LENGTH_AT_MOST)))
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
    return new Asked(user(), say);
  }

  private Said take(Asked asked) {
    return turns.say(asked.user(), asked.say().content(), asked.say().key(), pending());
  }

  private static String plain(Said said) {
    return switch (said) {
      case Said.Replied(var reply) -> ActorCallsJson.write(reply);
      case Said.KeyReused() ->
          throw CallFailed.refused("the key was already used for a message with other content");
    };
  }

  @Override
  public Mono<byte[]> getHistory() {
    return Envelope.plain(getId(), this::user, user -> ActorCallsJson.write(turns.find(user)));
  }

  @Override
  public Mono<byte[]> clearHistory() {
    return Envelope.plain(
        getId(),
        this::user,
        user -> {
          turns.clear(user, pending());
          return "null";
        });
  }

  @Override
  public Mono<byte[]> remove() {
    return Envelope.plain(
        getId(),
        this::user,
        user -> {
          turns.remove(user, pending());
          return "null";
        });
  }

  @Override
  boolean publish() {
    return turns.publish(user(), pending());
  }

  /** A conversation has no reminders of its own. */
  @Override
  void remind(String name) {
    forget(name);
  }

  private UserId user() {
    return new UserId(getId().toString());
  }
}
