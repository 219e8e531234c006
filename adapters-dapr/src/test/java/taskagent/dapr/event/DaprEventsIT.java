package taskagent.dapr.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.dapr.DaprUnderTest;
import taskagent.dapr.SidecarHttp;
import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.ScriptedOutside;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskCommand.Create;
import taskagent.domain.task.TaskId;
import taskagent.json.Events;

/** Events that are unreadable, are rejected, or cannot be published. */
@Tag("docker")
final class DaprEventsIT {

  private static final String DEAD = "task-events-dead";
  private static final AtomicInteger NEXT = new AtomicInteger();

  private final ScriptedOutside outside = ScriptedOutside.with(Clock.systemUTC());
  private EngineUnderTest engine = DaprUnderTest.open(outside);

  @BeforeEach
  void open() {
    engine = DaprUnderTest.open(outside);
  }

  private String create() {
    var id = "event-" + NEXT.incrementAndGet();
    engine.tasks().run(new TaskId(id), new Create(new CommandId("c1"), "Title", "Description"));
    return id;
  }

  private void arrives(String task) {
    Awaitility.await("the event of " + task)
        .atMost(DaprUnderTest.PATIENCE)
        .until(() -> outside.publisher().published(task).size() == 1);
  }

  private static int deadLetters() {
    return Integer.parseInt(DaprUnderTest.cluster().redis("XLEN", DEAD));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"specversion\": \"1.0\", \"id\": \"x\", \"source\": \"/x\", \"type\": \"x\"}",
        "{\"specversion\": \"1.0\", \"id\": \"x\", \"source\": \"/x\", \"type\": \"x\","
            + " \"time\": \"yesterday\", \"subject\": 7, \"data\": {}}",
        "this is no JSON, and no specversion",
      })
  void anUnreadableEventBecomesADeadLetterAndOthersAreStillDelivered(String event) {
    int before = deadLetters();
    long counted = DaprUnderTest.metric("taskagent_events_dead_lettered_total");
    DaprUnderTest.cluster().redis("XADD", "task-events", "*", "data", event);

    arrives(create());

    Awaitility.await("a dead letter")
        .atMost(DaprUnderTest.PATIENCE)
        .until(() -> deadLetters() == before + 1);
    assertThat(DaprUnderTest.metric("taskagent_events_dead_lettered_total")).isEqualTo(counted + 1);
    assertThat(DaprUnderTest.cluster().redis("XREVRANGE", DEAD, "+", "-", "COUNT", "1"))
        .contains("specversion");
  }

  @ParameterizedTest
  @CsvSource({"PT23H, 0", "PT25H, 1"})
  void anEventThatIsRejectedForADayBecomesADeadLetter(Duration age, int letters)
      throws IOException, InterruptedException {
    int before = deadLetters();
    var task = "event-" + NEXT.incrementAndGet();
    outside.publisher().refuse(task, Integer.MAX_VALUE);
    publish(
        Events.cloudEvent(
            new EventPublisher.Event(
                task + "/1",
                EventPublisher.TASK_EVENTS,
                "task.created",
                task,
                Instant.now().minus(age),
                "{}")));

    Awaitility.await("the event is offered again or is a dead letter")
        .atMost(DaprUnderTest.PATIENCE)
        .until(
            () ->
                outside.publisher().refusalsLeft(task) < Integer.MAX_VALUE - 2
                    || deadLetters() > before);
    assertThat(deadLetters()).isEqualTo(before + letters);
  }

  private static void publish(String event) throws IOException, InterruptedException {
    var published =
        new SidecarHttp(DaprUnderTest.cluster().sidecars().getFirst())
            .post("/v1.0/publish/pubsub/task-events", "application/cloudevents+json", event);
    assertThat(published.statusCode()).as(published.body()).isEqualTo(204);
  }

  /**
   * A Redis that saves documents but accepts no events, as if pub/sub were another server that is
   * down.
   */
  @Test
  void eventsThatCannotBePublishedArePublishedLater() {
    DaprUnderTest.cluster().redis("ACL", "SETUSER", "default", "-xadd");
    String task;
    try {
      task = create();
      engine.advance(Duration.ofSeconds(2));
      assertThat(outside.publisher().published(task)).isEmpty();
    } finally {
      DaprUnderTest.cluster().redis("ACL", "SETUSER", "default", "+xadd");
    }
    arrives(task);
  }
}
