package taskagent.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import taskagent.domain.conversation.Exchange;
import taskagent.domain.conversation.Message;
import taskagent.domain.conversation.UserId;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.processing.WorkflowResult;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskStatus;

/** The published events (specification §6). */
final class EventsTest {

  private static final Instant AT = Instant.parse("2026-03-01T09:00:00Z");

  private static Exchange exchange(long seq) {
    return new Exchange(
        new Message(Message.Role.USER, "hello", AT, seq - 1),
        new Message(Message.Role.ASSISTANT, "hi", AT, seq));
  }

  private static TaskEvent change(String task, long version) {
    return new TaskEvent(
        new TaskId(task),
        version,
        AT,
        TaskEvent.Type.OVERDUE,
        java.util.Optional.of(TaskStatus.ASSIGNED),
        TaskStatus.OVERDUE,
        new taskagent.domain.task.CommandId("c"),
        "");
  }

  @Test
  void anEventHasSourceTypeAndSubject() {
    var task = Events.of(change("t-1", 4));
    assertThat(task.topic()).isEqualTo(EventPublisher.TASK_EVENTS);
    assertThat(task.type()).isEqualTo("task.overdue");
    assertThat(task.subject()).isEqualTo("t-1");
    assertThat(task.time()).isEqualTo(AT);

    var said = Events.of(new UserId("ann"), exchange(2));
    assertThat(said.topic()).isEqualTo(EventPublisher.CONVERSATION_EVENTS);
    assertThat(said.type()).isEqualTo("conversation.updated");
    assertThat(said.subject()).isEqualTo("ann");
    assertThat(said.data())
        .contains("\"event_type\":\"conversation.updated\"", "\"user_id\":\"ann\"")
        .contains("\"user_message\":{", "\"assistant_message\":{", "\"timestamp\":");
  }

  @Test
  void eventsHaveDifferentIdsEvenIfTaskAndUserShareAnId() {
    var run = Samples.run();
    var result = WorkflowResult.of(run, Samples.sagaState()).orElseThrow();
    var ids =
        List.of(
            Events.of(change("ann", 2)).id(),
            Events.of(change("ann", 4)).id(),
            Events.of(new UserId("ann"), exchange(2)).id(),
            Events.of(new UserId("ann"), exchange(4)).id(),
            Events.compensated(run, result, AT).id(),
            Events.compensated(
                    WorkflowRun.accepted(
                        taskagent.domain.processing.WorkflowId.of(run.request().taskId(), 3),
                        run.request(),
                        AT),
                    result,
                    AT)
                .id());

    assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
  }

  @Test
  void theSameChangeHasTheSameId() {
    assertThat(Events.of(change("ann", 2)).id()).isEqualTo(Events.of(change("ann", 2)).id());
  }
}
