package taskagent.dapr.actor;

import io.dapr.actors.ActorMethod;
import io.dapr.actors.ActorType;
import reactor.core.publisher.Mono;

/**
 * A task, as other apps may call it through Dapr. Its id is the task's id. Requests and answers are
 * JSON.
 *
 * <p>A command is a plain value, or an object. An object may also have an {@code id} that makes the
 * command idempotent: the same id again changes nothing and gets the same answer. With {@code
 * if_version}, the command applies only to that version of the task.
 *
 * <p>The answer to a command is the task. A command that is malformed, beyond a limit or refused
 * fails: the caller gets Dapr's error, whose message has the reason.
 */
@ActorType(name = TaskActor.TYPE)
public interface TaskActor {

  /** The actor's type. */
  String TYPE = "TaskActor";

  /** Returns the task, or {@code null} if there is none. Takes nothing. */
  @ActorMethod(name = "GetTask", returns = byte[].class)
  Mono<byte[]> getTask();

  /**
   * Takes {@code {title, description, deadline}}. The deadline is optional: a number of seconds
   * from now, or an instant. An existing task is updated.
   */
  @ActorMethod(name = "CreateTask", returns = byte[].class)
  Mono<byte[]> createTask(byte[] command);

  /** Takes {@code "ada"}, or {@code {assignee}}. */
  @ActorMethod(name = "AssignTask", returns = byte[].class)
  Mono<byte[]> assignTask(byte[] command);

  /** Takes nothing, or {@code {id}}. */
  @ActorMethod(name = "UnassignTask", returns = byte[].class)
  Mono<byte[]> unassignTask(byte[] command);

  /** Takes a status, or {@code {status}}: pending, in_progress, completed or cancelled. */
  @ActorMethod(name = "UpdateStatus", returns = byte[].class)
  Mono<byte[]> updateStatus(byte[] command);

  /**
   * Takes a number of seconds from now, or {@code {at}}: an instant such as 2030-01-01T12:00:00Z.
   */
  @ActorMethod(name = "SetDeadlineReminder", returns = byte[].class)
  Mono<byte[]> setDeadlineReminder(byte[] command);

  /** Takes nothing, or {@code {id}}. */
  @ActorMethod(name = "ClearDeadlineReminder", returns = byte[].class)
  Mono<byte[]> clearDeadlineReminder(byte[] command);

  /**
   * Applies several commands in order in one turn, up to the first refusal. Only Task Agent itself
   * calls it.
   */
  @ActorMethod(name = "Run", returns = byte[].class)
  Mono<byte[]> run(byte[] commands);

  /** Removes the task if it is closed. Only Task Agent itself calls it. */
  @ActorMethod(name = "Remove", returns = byte[].class)
  Mono<byte[]> remove();

  /** Answers when the actor could read from the store. */
  @ActorMethod(name = "Ping", returns = byte[].class)
  Mono<byte[]> ping();
}
