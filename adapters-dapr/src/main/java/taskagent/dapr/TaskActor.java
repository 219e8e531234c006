package taskagent.dapr;

import io.dapr.actors.ActorMethod;
import io.dapr.actors.ActorType;
import reactor.core.publisher.Mono;

/**
 * A task as other apps may call it through Dapr. Its id is the task's id; all that is said is JSON.
 *
 * <p>Every command has an {@code id}, which names the intention: the same id again changes nothing
 * and is answered as it was. With {@code if_version} it is done only to that version of the task.
 * The answer is {@code {"task": …}}, or {@code {"refused": …}} with the reason; {@code
 * {"unreadable": …}} if something is missing or ill-formed, and {@code {"unavailable": …}} if it
 * may be tried again.
 */
@ActorType(name = TaskActor.TYPE)
public interface TaskActor {

  /** The actor's type. */
  String TYPE = "TaskActor";

  /** The task as it is. Takes nothing. */
  @ActorMethod(name = "GetTask", returns = byte[].class)
  Mono<byte[]> getTask();

  /** Takes {@code id, title, description}. A task that is there gets these. */
  @ActorMethod(name = "CreateTask", returns = byte[].class)
  Mono<byte[]> createTask(byte[] command);

  /** Takes {@code id, assignee}. */
  @ActorMethod(name = "AssignTask", returns = byte[].class)
  Mono<byte[]> assignTask(byte[] command);

  /** Takes {@code id}. */
  @ActorMethod(name = "UnassignTask", returns = byte[].class)
  Mono<byte[]> unassignTask(byte[] command);

  /** Takes {@code id, status}: in_progress, completed or cancelled. */
  @ActorMethod(name = "UpdateStatus", returns = byte[].class)
  Mono<byte[]> updateStatus(byte[] command);

  /** Takes {@code id, at}: an instant such as 2030-01-01T12:00:00Z. */
  @ActorMethod(name = "SetDeadlineReminder", returns = byte[].class)
  Mono<byte[]> setDeadlineReminder(byte[] command);

  /** Takes {@code id}. */
  @ActorMethod(name = "ClearDeadlineReminder", returns = byte[].class)
  Mono<byte[]> clearDeadlineReminder(byte[] command);

  /** Decides on commands in their order, up to the first that it refuses, in one turn. */
  @ActorMethod(name = "Run", returns = byte[].class)
  Mono<byte[]> run(byte[] commands);

  /** Answers as soon as it could read what is saved. */
  @ActorMethod(name = "Ping", returns = byte[].class)
  Mono<byte[]> ping();
}
