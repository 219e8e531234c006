package taskagent.dapr.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import taskagent.dapr.DaprUnderTest;
import taskagent.dapr.change.ChangeRecords;
import taskagent.dapr.event.PubsubOutbox;
import taskagent.dapr.store.Documents;
import taskagent.dapr.store.Removals;
import taskagent.domain.engine.Retention;
import taskagent.domain.port.Activity;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;

/**
 * While a partition moves, an actor can be active on two hosts. For example, one host was frozen
 * during a turn, and another has taken its place. Nothing that the other one saved is lost.
 */
@Tag("docker")
final class TwoHostsIT {

  private final TaskId task = new TaskId("two-hosts-" + UUID.randomUUID());

  /** Reminders that do nothing. */
  private static class NoReminders implements TaskTurns.Reminders {
    @Override
    public void set(Instant deadline, Instant now) {}

    @Override
    public void cancel(Instant deadline) {}
  }

  @Test
  void theSlowerHostOverwritesNothingThatTheFasterSaved() throws Exception {
    var client = DaprUnderTest.newClient();
    var documents = new Documents(client, "statestore");
    try (var deadlines = new Deadlines(documents);
        var records = ChangeRecords.among(documents, Retention.DEFAULT, Clock.systemUTC())) {
      overtake(documents, deadlines, new PubsubOutbox(client, "pubsub"), records);
    } finally {
      client.close();
    }
  }

  private void overtake(
      Documents documents, Deadlines deadlines, PubsubOutbox outbox, ChangeRecords records) {
    var removals = new Removals(documents, Retention.DEFAULT, Clock.systemUTC());
    var turns =
        new TaskTurns(
            documents,
            removals,
            deadlines,
            outbox,
            records,
            ActorStates.none(),
            Clock.systemUTC(),
            Activity.none());
    run(turns, new TaskCommand.Create(id("create"), "A task", "It has two hosts"));

    // The turn sets a reminder after it has read and decided, just before it saves.
    var deadline = new TaskCommand.SetDeadline(id("deadline"), inAnHour());
    turns.run(
        task,
        List.of(deadline),
        new OutboxProgress(() -> true, System::nanoTime),
        new NoReminders() {
          private boolean overtaken;

          @Override
          public void set(Instant at, Instant now) {
            if (!overtaken) {
              overtaken = true;
              run(turns, new TaskCommand.Assign(id("assign"), "ada"));
            }
          }
        });

    var stored = TaskTurns.find(documents, task);
    var saved = stored.task().orElseThrow().snapshot();
    assertThat(saved.assignee()).isEqualTo(Optional.of("ada"));
    assertThat(saved.deadline()).isEqualTo(Optional.of(deadline.at()));
    assertThat(saved.version()).isEqualTo(3);
    assertThat(stored.timeline())
        .extracting(TaskEvent::type)
        .containsExactly(
            TaskEvent.Type.CREATED, TaskEvent.Type.ASSIGNED, TaskEvent.Type.DEADLINE_SET);
  }

  private void run(TaskTurns turns, TaskCommand command) {
    turns.run(
        task,
        List.of(command),
        new OutboxProgress(() -> true, System::nanoTime),
        new NoReminders());
  }

  private static CommandId id(String name) {
    return new CommandId("test/" + name);
  }

  private static Instant inAnHour() {
    return Instant.ofEpochMilli(Instant.now().plus(Duration.ofHours(1)).toEpochMilli());
  }
}
