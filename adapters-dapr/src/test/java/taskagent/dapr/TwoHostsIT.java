package taskagent.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;

/**
 * While a partition moves, an actor can be alive twice: one host was frozen in the midst of a turn,
 * say, and another has taken its place. What the other saved is not lost.
 */
@Tag("docker")
final class TwoHostsIT {

  private final TaskId task = new TaskId("two-hosts-" + UUID.randomUUID());

  /** Whoever needs no reminder. */
  private static class Forgetful implements TaskTurns.Reminders {
    @Override
    public void set(Instant deadline, Instant now) {}

    @Override
    public void cancel(Instant deadline) {}
  }

  @Test
  void theSlowerOfTwoLosesNothingThatTheFasterSaved() throws Exception {
    var client = DaprUnderTest.newClient();
    try {
      overtake(new Documents(client, "statestore"), new Outbox(client, "pubsub"));
    } finally {
      client.close();
    }
  }

  private void overtake(Documents documents, Outbox outbox) {
    var turns = new TaskTurns(documents, outbox, Clock.systemUTC(), new Figures());
    run(turns, new TaskCommand.Create(id("create"), "A task", "It has two hosts"));

    // A reminder is set when the turn has read and decided, and is about to save.
    var deadline = new TaskCommand.SetDeadline(id("deadline"), inAnHour());
    turns.run(
        task,
        List.of(deadline),
        new Pending(() -> true, System::nanoTime),
        new Forgetful() {
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
    turns.run(task, List.of(command), new Pending(() -> true, System::nanoTime), new Forgetful());
  }

  private static CommandId id(String name) {
    return new CommandId("test/" + name);
  }

  private static Instant inAnHour() {
    return Instant.ofEpochMilli(Instant.now().plus(Duration.ofHours(1)).toEpochMilli());
  }
}
