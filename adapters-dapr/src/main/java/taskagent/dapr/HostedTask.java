package taskagent.dapr;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import io.dapr.actors.ActorId;
import io.dapr.actors.runtime.AbstractActor;
import io.dapr.actors.runtime.ActorRuntimeContext;
import io.dapr.actors.runtime.Remindable;
import io.dapr.utils.TypeRef;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;
import taskagent.domain.port.Unavailable;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskId;
import taskagent.json.AnswersJson;
import taskagent.json.CommandsJson;

/** The actor of one task. Dapr gives it one turn at a time; it keeps nothing between them. */
final class HostedTask extends AbstractActor implements TaskActor, Remindable<byte[]> {

  private static final System.Logger LOG = System.getLogger(HostedTask.class.getName());
  private static final String REMINDER = "deadline-";
  private static final byte[] NOTHING = {};

  /** How soon a reminder fires again that was early, or that nothing could be done about. */
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final TaskTurns turns;
  private final Pending pending = new Pending();
  private final TaskTurns.Reminders reminders =
      new TaskTurns.Reminders() {
        @Override
        public void set(Instant deadline, Instant now) {
          var in = now.isBefore(deadline) ? Duration.between(now, deadline) : Duration.ZERO;
          // Dapr cuts it to milliseconds, and what is early has to come again.
          Reach.of(registerReminder(name(deadline), NOTHING, in.plusMillis(1), AGAIN));
        }

        @Override
        public void cancel(Instant deadline) {
          forget(name(deadline));
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
    return turns.run(id(), commands, pending, reminders);
  }

  @Override
  public TypeRef<byte[]> getStateType() {
    return TypeRef.BYTE_ARRAY;
  }

  /** Never fails: what throws is dropped after some tries, and the deadline would be lost. */
  @Override
  public Mono<Void> receiveReminder(String name, byte[] state, Duration due, Duration period) {
    return Mono.fromRunnable(() -> remind(name));
  }

  private void remind(String name) {
    try {
      var deadline = turns.reminder(id()).filter(at -> name.equals(name(at)));
      deadline.ifPresent(at -> take(List.of(new TaskCommand.DeadlineReached(at))));
      if (deadline.isEmpty() || !turns.reminder(id()).equals(deadline)) {
        forget(name); // the task took it, or waits for another
      }
    } catch (Unavailable e) {
      LOG.log(DEBUG, "the deadline of task {0} comes again: {1}", getId(), e.reason());
    } catch (RuntimeException e) {
      LOG.log(ERROR, () -> "the deadline of task " + getId() + " cannot act", e);
    }
  }

  private TaskId id() {
    return new TaskId(getId().toString());
  }

  /** One that stays fires again, does nothing, and is forgotten then. */
  private void forget(String name) {
    try {
      Reach.of(unregisterReminder(name));
    } catch (Unavailable e) {
      LOG.log(DEBUG, "a reminder of task {0} stays: {1}", getId(), e.reason());
    }
  }

  /** Names and timers of Dapr's have no finer times. */
  private static String name(Instant deadline) {
    return REMINDER + deadline.toEpochMilli();
  }
}
