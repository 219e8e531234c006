package taskagent.dapr.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.dapr.DaprUnderTest;
import taskagent.dapr.SidecarHttp;
import taskagent.domain.contract.EngineUnderTest;
import taskagent.domain.contract.ScriptedOutside;
import taskagent.domain.engine.EventPolicy;
import taskagent.domain.port.DeadLetters;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskCommand.Create;
import taskagent.domain.task.TaskId;
import taskagent.json.EventAttempts;
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
    Awaitility.await("the dead letter in the store")
        .atMost(DaprUnderTest.PATIENCE)
        .until(
            () ->
                DaprUnderTest.deadLetters().list(0, 500).items().stream()
                    .anyMatch(letter -> letter.event().data().contains(quoted(event))));
  }

  /** Returns a text as it is in the data of a letter. */
  private static String quoted(String text) {
    return text.replace("\"", "\\\"");
  }

  @Test
  void anEventThatIsGivenUpIsADeadLetterThatCanBeReplayed()
      throws IOException, InterruptedException {
    int before = deadLetters();
    var task = "event-" + NEXT.incrementAndGet();
    outside.publisher().refuse(task, Integer.MAX_VALUE);
    var created =
        new EventPublisher.Event(
            task + "/1",
            EventPublisher.TASK_EVENTS,
            "task.created",
            task,
            Instant.parse("2026-03-01T10:00:00Z"),
            "{}");
    var waited = EventPolicy.DEFAULT.giveUpAfter();
    publish(
        "task-events-again",
        Events.cloudEvent(
            created, new EventAttempts(7, waited, Optional.empty(), Optional.empty(), "", false)));

    var letter = arrived(created.id());
    assertThat(letter.event()).isEqualTo(created);
    assertThat(letter.tries()).isEqualTo(8);
    assertThat(letter.reason()).isEqualTo("not now");
    assertThat(deadLetters()).isEqualTo(before + 1);
    assertThat(DaprUnderTest.metric("taskagent_events_dead")).isPositive();

    outside.publisher().refuse(task, 0);
    assertThat(DaprUnderTest.deadLetters().replay(letter.number())).isTrue();
    arrives(task);
    assertThat(DaprUnderTest.deadLetters().find(letter.number())).isEmpty();
  }

  private static DeadLetters.DeadLetter arrived(String event) {
    return Awaitility.await("the dead letter " + event)
        .atMost(DaprUnderTest.PATIENCE)
        .until(
            () ->
                DaprUnderTest.deadLetters().list(0, 500).items().stream()
                    .filter(letter -> letter.event().id().equals(event))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private static void publish(String topic, String event) throws IOException, InterruptedException {
    var published =
        new SidecarHttp(DaprUnderTest.cluster().sidecars().getFirst())
            .post("/v1.0/publish/pubsub/" + topic, "application/cloudevents+json", event);
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
