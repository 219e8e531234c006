package taskagent.dapr;

import io.dapr.actors.ActorId;
import io.dapr.actors.runtime.ActorRuntimeContext;
import io.dapr.actors.runtime.Remindable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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

  /** A turn saves the deadline for which it set a reminder within this time, or never. */
  private static final Duration SAVED_WITHIN = Reach.PATIENCE.multipliedBy(2);

  /** Reminders for which no deadline was found, and when first, by {@code nanoTime}. */
  private final Map<String, Long> unknown = new HashMap<>();

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
      };

  private record Asked(TaskId task, List<TaskCommand> commands) {}

  HostedTask(ActorRuntimeContext<HostedTask> context, ActorId id, TaskTurns turns) {
    super(context, id);
    this.turns = turns;
  }

  @Override
  public Mono<byte[]> getTask() {
    return Envelope.of(getId(), this::id, id -> AnswersJson.write(turns.find(id)));
  }

  @Override
  public Mono<byte[]> createTask(byte[] command) {
    return one(command, text -> CommandsJson.read("create", text));
  }

  @Override
  public Mono<byte[]> assignTask(byte[] command) {
    return one(command, text -> CommandsJson.read("assign", text));
  }

  @Override
  public Mono<byte[]> unassignTask(byte[] command) {
    return one(command, text -> CommandsJson.read("unassign", text));
  }

  @Override
  public Mono<byte[]> updateStatus(byte[] command) {
    return one(command, CommandsJson::readStatus);
  }

  @Override
  public Mono<byte[]> setDeadlineReminder(byte[] command) {
    return one(command, text -> CommandsJson.read("set_deadline", text));
  }

  @Override
  public Mono<byte[]> clearDeadlineReminder(byte[] command) {
    return one(command, text -> CommandsJson.read("clear_deadline", text));
  }

  private Mono<byte[]> one(byte[] body, Function<String, TaskCommand> read) {
    return Envelope.of(
        getId(),
        () -> new Asked(id(), List.of(read.apply(text(body)))),
        asked -> AnswersJson.write(take(asked).getFirst()));
  }

  @Override
  public Mono<byte[]> run(byte[] body) {
    return Envelope.of(
        getId(),
        () -> new Asked(id(), CommandsJson.read(text(body))),
        asked -> AnswersJson.write(take(asked)));
  }

  @Override
  public Mono<byte[]> ping() {
    return Envelope.of(
        getId(),
        List::<TaskAnswer>of,
        nothing -> {
          turns.probe();
          return AnswersJson.write(nothing);
        });
  }

  private List<TaskAnswer> take(Asked asked) {
    return turns.run(asked.task(), asked.commands(), pending(), reminders);
  }

  @Override
  boolean publish() {
    return turns.publish(id(), pending());
  }

  @Override
  void remind(String name) {
    var deadline = turns.reminder(id()).filter(at -> name.equals(name(at)));
    deadline.ifPresentOrElse(
        // A turn cancels what it took.
        at -> take(new Asked(id(), List.of(new TaskCommand.DeadlineReached(at)))),
        () -> publishAndForget(name));
  }

  /** Who took the deadline may have died before it published that, and this is what comes back. */
  private void publishAndForget(String name) {
    if (publish()) {
      forgetInTime(name);
    }
  }

  /**
   * No deadline is saved for this reminder. While the actor moves, that may be since its other host
   * has set the reminder, and is just about to save the deadline.
   */
  private void forgetInTime(String name) {
    long now = System.nanoTime();
    if (now - unknown.computeIfAbsent(name, _ -> now) > SAVED_WITHIN.toNanos()) {
      unknown.remove(name);
      forget(name);
    }
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  private TaskId id() {
    return new TaskId(getId().toString());
  }

  /** Names and timers of Dapr's have no finer times. */
  private static String name(Instant deadline) {
    return REMINDER + deadline.toEpochMilli();
  }
}
