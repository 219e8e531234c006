package taskagent.dapr.actor;

import static java.lang.System.Logger.Level.WARNING;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.dapr.v1.DaprGrpc;
import io.dapr.v1.DaprProtos.ExecuteActorStateTransactionRequest;
import io.dapr.v1.DaprProtos.TransactionalActorStateOperation;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import taskagent.domain.conversation.Conversation;
import taskagent.domain.conversation.UserId;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.json.ActorCallsJson;

/**
 * Copies of tasks and conversations in the state of their actors, for tools that look there. Task
 * Agent never reads them (ADR 8). A copy that cannot be written stays as it is until the next turn.
 */
public final class ActorStates {

  private static final System.Logger LOG = System.getLogger(ActorStates.class.getName());

  /** How long a turn waits for its copy. */
  private static final Duration WITHIN = Duration.ofSeconds(1);

  private final Optional<DaprGrpc.DaprBlockingStub> sidecar;

  private ActorStates(Optional<DaprGrpc.DaprBlockingStub> sidecar) {
    this.sidecar = sidecar;
  }

  /** Writes copies over this channel to the sidecar. */
  public static ActorStates over(Channel channel) {
    return new ActorStates(Optional.of(DaprGrpc.newBlockingStub(channel)));
  }

  /** Writes no copies. */
  public static ActorStates none() {
    return new ActorStates(Optional.empty());
  }

  /**
   * Copies a task. Must be called in a turn of its actor.
   *
   * @param kept after which time the copy expires; empty if never
   */
  void save(TaskSnapshot task, Optional<Duration> kept) {
    sidecar.ifPresent(
        stub -> write(stub, key(task.id()), save(ActorCallsJson.write(Optional.of(task)), kept)));
  }

  /** Copies the messages of a conversation. Must be called in a turn of its actor. */
  void save(UserId user, Conversation conversation, Optional<Duration> kept) {
    sidecar.ifPresent(
        stub -> write(stub, key(user), save(ActorCallsJson.write(conversation), kept)));
  }

  /** Deletes the copy of a task. Must be called in a turn of its actor. */
  void delete(TaskId task) {
    sidecar.ifPresent(stub -> write(stub, key(task), delete()));
  }

  /** Deletes the copy of a conversation. Must be called in a turn of its actor. */
  void delete(UserId user) {
    sidecar.ifPresent(stub -> write(stub, key(user), delete()));
  }

  /** Where a copy is. The lesson uses the same names. */
  private record Key(String type, String id, String name) {}

  private static Key key(TaskId task) {
    return new Key(TaskActor.TYPE, task.value(), "task-" + task.value());
  }

  private static Key key(UserId user) {
    return new Key(ChatActor.TYPE, user.value(), "chat-history-" + user.value());
  }

  private static TransactionalActorStateOperation.Builder save(
      String json, Optional<Duration> kept) {
    var value = Any.newBuilder().setValue(ByteString.copyFromUtf8(json));
    var operation =
        TransactionalActorStateOperation.newBuilder().setOperationType("upsert").setValue(value);
    kept.ifPresent(time -> operation.putMetadata("ttlInSeconds", Long.toString(time.toSeconds())));
    return operation;
  }

  private static TransactionalActorStateOperation.Builder delete() {
    return TransactionalActorStateOperation.newBuilder().setOperationType("delete");
  }

  private static void write(
      DaprGrpc.DaprBlockingStub stub, Key key, TransactionalActorStateOperation.Builder operation) {
    try {
      stub.withDeadlineAfter(WITHIN.toMillis(), TimeUnit.MILLISECONDS)
          .executeActorStateTransaction(
              ExecuteActorStateTransactionRequest.newBuilder()
                  .setActorType(key.type())
                  .setActorId(key.id())
                  .addOperations(operation.setKey(key.name()))
                  .build());
    } catch (StatusRuntimeException e) {
      LOG.log(
          WARNING,
          "the copy of {0} {1} in its actor''s state is old until its next turn: {2}",
          key.type(),
          key.id(),
          e.getStatus());
    }
  }
}
