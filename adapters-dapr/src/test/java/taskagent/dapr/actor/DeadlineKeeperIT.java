package taskagent.dapr.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import taskagent.dapr.DaprEngineTest;
import taskagent.dapr.DaprUnderTest;
import taskagent.dapr.SidecarHttp;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;

/** A reminder is lost, as all of them are when the scheduler loses its data. */
@Tag("docker")
final class DeadlineKeeperIT extends DaprEngineTest {

  /** A slot, the time that a reminder may take, and the time between two looks, twice. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Override
  protected Duration patience() {
    return PATIENCE;
  }

  @Test
  void aTaskWhoseReminderIsLostBecomesOverdueAllTheSame() throws Exception {
    var task = newTask();
    var deadline = Instant.ofEpochMilli(now().plusSeconds(6).toEpochMilli());
    tasks().run(task, new TaskCommand.Create(newCommand(), "Title", "Description"));
    tasks().run(task, new TaskCommand.SetDeadline(newCommand(), deadline));
    var reminder =
        "/v1.0/actors/TaskActor/" + task + "/reminders/deadline-" + deadline.toEpochMilli();
    var sidecar = new SidecarHttp(DaprUnderTest.cluster().sidecars().getFirst());
    assertThat(sidecar.delete(reminder).statusCode()).isEqualTo(204);
    long before = DaprUnderTest.metric("taskagent_deadlines_unreported_total");

    eventually(
        () ->
            assertThat(tasks().find(task).map(TaskSnapshot::status)).contains(TaskStatus.OVERDUE));

    assertThat(DaprUnderTest.metric("taskagent_deadlines_unreported_total")).isGreaterThan(before);
    assertThat(events(task.value(), 3)).isNotEmpty();
  }
}
