package taskagent.dapr;

import io.dapr.actors.ActorMethod;
import io.dapr.actors.ActorType;
import reactor.core.publisher.Mono;

/** A task as others may call it through Dapr. Its id is the task's id; all it says is JSON. */
@ActorType(name = TaskActor.TYPE)
public interface TaskActor {

  /** The actor's type. */
  String TYPE = "TaskActor";

  /** Decides on commands in their order, up to the first that it refuses, in one turn. */
  @ActorMethod(name = "Run", returns = byte[].class)
  Mono<byte[]> run(byte[] commands);

  /** Answers as soon as it could read what is saved of it. */
  @ActorMethod(name = "Ping", returns = byte[].class)
  Mono<byte[]> ping();
}
