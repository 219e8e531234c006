package taskagent.dapr;

import io.dapr.actors.ActorMethod;
import io.dapr.actors.ActorType;
import reactor.core.publisher.Mono;

/**
 * A user's conversation as other apps may call it through Dapr. Its id is the user's id; all that
 * is said is JSON. What could not be done is answered as by {@link TaskActor}.
 */
@ActorType(name = ChatActor.TYPE)
public interface ChatActor {

  /** The actor's type. */
  String TYPE = "ChatActor";

  /**
   * Takes {@code format} (1), {@code content}, and {@code key}, the message's idempotency key, if
   * it has one; answers {@code reply}, or {@code key_reused} if the key was another message's.
   */
  @ActorMethod(name = "ProcessMessage", returns = byte[].class)
  Mono<byte[]> processMessage(byte[] message);

  /** What was said: {@code user_id, total_messages, messages}. Takes nothing. */
  @ActorMethod(name = "GetHistory", returns = byte[].class)
  Mono<byte[]> getHistory();

  /** Forgets what was said. Takes nothing. */
  @ActorMethod(name = "ClearHistory", returns = byte[].class)
  Mono<byte[]> clearHistory();
}
