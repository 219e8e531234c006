package taskagent.dapr;

import io.dapr.actors.ActorMethod;
import io.dapr.actors.ActorType;
import reactor.core.publisher.Mono;

/** A user's conversation as others may call it through Dapr. Its id is the user's id. */
@ActorType(name = ChatActor.TYPE)
public interface ChatActor {

  /** The actor's type. */
  String TYPE = "ChatActor";

  /** Takes a message and answers it. */
  @ActorMethod(name = "ProcessMessage", returns = byte[].class)
  Mono<byte[]> processMessage(byte[] message);

  /** Forgets what was said. */
  @ActorMethod(name = "ClearHistory", returns = byte[].class)
  Mono<byte[]> clearHistory();
}
