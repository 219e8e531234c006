package taskagent.dapr;

import io.dapr.actors.ActorId;
import io.dapr.actors.runtime.ActorRuntimeContext;
import io.dapr.actors.runtime.Remindable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskId;
import taskagent.json.AnswersJson;
import taskagent.json.CommandsJson;

/**
 * The actor of one task. Dapr gives it one turn at a time; it keeps none of its state between them.
 */
final class HostedTask extends Hosted implements TaskActor, Remindable<byte[]> {

  private static final String REMINDER = "deadline-";

  private final TaskTurns turns;
  private final TaskTurns.Reminders reminders =
      new TaskTurns.Reminders() {
        @Override
        public void set(Instant deadline, Instant now) {
          var in = now.isBefore(deadline) ? Duration.between(now, deadline) : Duration.ZERO;
          // Dapr cuts it to milliseconds, and what is early has to come again.
          remember(name(deadline), in.plusMillis(1));
        }

        @Override
        public void cancel(Instant deadline) {
          forget(name(deadline));
        }

        @Override
        public void publishLater() {
          HostedTask.this.publishLater();
        }
      };

  HostedTask(ActorRuntimeContext<HostedTask> context, ActorId id, TaskTurns turns) {
    super(context, id);
    this.turns = turns;
  }

  @Override
  public Mono<byte[]> run(byte[] commands) {
    return Envelope.of(
        getId().toString(),
        () ->
            AnswersJson.write(
                take(CommandsJson.read(new String(commands, StandardCharsets.UTF_8)))));
  }

  @Override
  public Mono<byte[]> ping() {
    return Envelope.of(
        getId().toString(),
        () -> {
          turns.probe();
          return AnswersJson.write(List.of());
        });
  }

  private List<TaskAnswer> take(List<TaskCommand> commands) {
    return turns.run(id(), commands, pending(), reminders);
  }

  @Override
  boolean publish() {
    return turns.publish(id(), pending());
  }

  @Override
  void remind(String name) {
    var deadline = turns.reminder(id()).filter(at -> name.equals(name(at)));
    deadline.ifPresentOrElse(
        at -> take(List.of(new TaskCommand.DeadlineReached(at))), // a turn cancels what it took
        () -> forget(name));
  }

  private TaskId id() {
    return new TaskId(getId().toString());
  }

  /** Names and timers of Dapr's have no finer times. */
  private static String name(Instant deadline) {
    return REMINDER + deadline.toEpochMilli();
  }
}
