package taskagent.dapr.actor;

import io.dapr.actors.ActorMethod;
import io.dapr.actors.ActorType;
import reactor.core.publisher.Mono;

/**
 * A user's conversation, as other apps may call it through Dapr. Its id is the user's id. Requests
 * and answers are JSON. Calls fail as those of {@link TaskActor} do.
 */
@ActorType(name = ChatActor.TYPE)
public interface ChatActor {

  /** The actor's type. */
  String TYPE = "ChatActor";

  /**
   * Takes {@code {content}}, and {@code key}, the message's idempotency key, if it has one. Returns
   * the reply of the assistant.
   */
  @ActorMethod(name = "ProcessMessage", returns = byte[].class)
  Mono<byte[]> processMessage(byte[] message);

  /** Returns the messages, oldest first. Takes nothing. */
  @ActorMethod(name = "GetHistory", returns = byte[].class)
  Mono<byte[]> getHistory();

  /** Clears the conversation, and returns {@code null}. Takes nothing. */
  @ActorMethod(name = "ClearHistory", returns = byte[].class)
  Mono<byte[]> clearHistory();

  /** Removes the conversation, and returns {@code null}. Takes nothing. */
  @ActorMethod(name = "Remove", returns = byte[].class)
  Mono<byte[]> remove();
}
