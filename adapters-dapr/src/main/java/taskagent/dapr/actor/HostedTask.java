package taskagent.dapr.actor;

import io.dapr.actors.ActorId;
import io.dapr.actors.runtime.ActorRuntimeContext;
import io.dapr.actors.runtime.Remindable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import taskagent.dapr.metric.EngineMetrics;
import taskagent.dapr.sidecar.CallFailed;
import taskagent.dapr.sidecar.SidecarCalls;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskId;
import taskagent.json.ActorCallsJson;
import taskagent.json.AnswersJson;
import taskagent.json.CommandsJson;

/** The actor of one task. Dapr runs one turn at a time. The actor keeps no state between turns. */
final class HostedTask extends HostedActor implements TaskActor, Remindable<byte[]> {

  private static final String REMINDER = "deadline-";
  private static final int COMMANDS_AT_MOST = 100;

  /** Within this time after setting a reminder, a turn has saved its deadline or has failed. */
  private static final Duration SAVED_WITHIN = SidecarCalls.PATIENCE.multipliedBy(2);

  /** Reminders without a saved deadline, and when each was first seen, by {@code nanoTime}. */
  private final Map<String, Long> unknown = new HashMap<>();

  private final TaskTurns turns;
  private final TaskTurns.Reminders reminders =
      new TaskTurns.Reminders() {
        @Override
        public void set(Instant deadline, Instant now) {
          var in = now.isBefore(deadline) ? Duration.between(now, deadline) : Duration.ZERO;
          // Dapr truncates to milliseconds, and a reminder that fires early has to fire again.
          remember(name(deadline), in.plusMillis(1));
        }

        @Override
        public void cancel(Instant deadline) {
          forget(name(deadline));
        }
      };

  private record Asked(TaskId task, List<TaskCommand> commands) {}

  HostedTask(
      ActorRuntimeContext<HostedTask> context, ActorId id, TaskTurns turns, EngineMetrics metrics) {
    super(context, id, TYPE, "task", metrics);
    this.turns = turns;
  }

  @Override
  public Mono<byte[]> getTask() {
    return Envelope.plain(getId(), this::id, id -> ActorCallsJson.write(turns.task(id)));
  }

  @Override
  public Mono<byte[]> createTask(byte[] command) {
    return forOthers(command, text -> ActorCallsJson.readCreate(text, turns.now()));
  }

  @Override
  public Mono<byte[]> assignTask(byte[] command) {
    return forOthers(command, text -> List.of(ActorCallsJson.readAssign(text)));
  }

  @Override
  public Mono<byte[]> unassignTask(byte[] command) {
    return forOthers(command, text -> List.of(ActorCallsJson.readUnassign(text)));
  }

  @Override
  public Mono<byte[]> updateStatus(byte[] command) {
    return forOthers(command, text -> List.of(ActorCallsJson.readStatus(text)));
  }

  @Override
  public Mono<byte[]> setDeadlineReminder(byte[] command) {
    return forOthers(command, text -> List.of(ActorCallsJson.readDeadline(text, turns.now())));
  }

  @Override
  public Mono<byte[]> clearDeadlineReminder(byte[] command) {
    return forOthers(command, text -> List.of(ActorCallsJson.readClearDeadline(text)));
  }

  /** Runs the commands of another app, and answers with the task. */
  private Mono<byte[]> forOthers(byte[] body, Function<String, List<TaskCommand>> read) {
    return Envelope.plain(
        getId(),
        () -> new Asked(id(), withinLimits(read.apply(text(body)))),
        asked ->
            switch (take(asked).getLast()) {
              case TaskAnswer.Accepted(var task) -> ActorCallsJson.write(Optional.of(task));
              case TaskAnswer.Skipped(var task, _) -> ActorCallsJson.write(Optional.of(task));
              case TaskAnswer.Refused(var refusal) -> throw CallFailed.refused(refusal.reason());
            });
  }

  @Override
  public Mono<byte[]> run(byte[] body) {
    return Envelope.of(
        getId(),
        () -> new Asked(id(), withinLimits(CommandsJson.read(text(body)))),
        asked -> AnswersJson.write(take(asked)));
  }

  /** Other apps can call every method of an actor, so each checks its commands. */
  private static List<TaskCommand> withinLimits(List<TaskCommand> commands) {
    if (commands.size() > COMMANDS_AT_MOST) {
      throw new IllegalArgumentException("more than " + COMMANDS_AT_MOST + " commands in one turn");
    }
    commands.stream()
        .flatMap(command -> command.problem().stream())
        .findFirst()
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
    return commands;
  }

  @Override
  public Mono<byte[]> remove() {
    return Envelope.of(
        getId(), this::id, id -> AnswersJson.writeRemoval(turns.remove(id, pending())));
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
    deadline.ifPresentOrElse(this::reached, () -> publishAndForget(name));
  }

  /**
   * Tells the task that its deadline has passed. The turn cancels the reminder when the events are
   * published, so it needs no second reminder for them. When thousands of tasks are due at once,
   * that would be as many writes and calls more.
   */
  private void reached(Instant deadline) {
    pending().covered();
    take(new Asked(id(), List.of(new TaskCommand.DeadlineReached(deadline))));
    pending().forgetting();
  }

  /**
   * Cancels a reminder whose deadline is settled. The host that processed the deadline may have
   * died before it published the event, so this publishes first.
   */
  private void publishAndForget(String name) {
    if (publish()) {
      forgetInTime(name);
    }
  }

  /**
   * Cancels a reminder without a saved deadline, but only after a while. While the actor moves,
   * another host may have set the reminder and be about to save the deadline.
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

  /** Names a reminder by its deadline. Dapr's reminders have millisecond precision. */
  private static String name(Instant deadline) {
    return REMINDER + deadline.toEpochMilli();
  }
}
