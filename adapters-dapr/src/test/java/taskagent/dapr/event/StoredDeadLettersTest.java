package taskagent.dapr.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dapr.v1.DaprAppCallbackProtos.TopicEventResponse.TopicEventResponseStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import taskagent.dapr.metric.EngineMetrics;
import taskagent.dapr.store.MemoryStore;
import taskagent.domain.contract.DeadLettersContract;
import taskagent.domain.port.DeadLetters;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.domain.port.Unavailable;
import taskagent.json.DeadLetterJson;
import taskagent.json.Events;

/** Runs the contract on dead letters in Dapr's state store, and tests what only they have. */
final class StoredDeadLettersTest extends DeadLettersContract {

  private static final String TOPIC = EventPublisher.TASK_EVENTS;

  private final MemoryStore store = new MemoryStore();
  private final EngineMetrics metrics = new EngineMetrics();
  private Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private final StoredDeadLetters letters = replica();

  private StoredDeadLetters replica() {
    return new StoredDeadLetters(
        store.documents(),
        new PubsubOutbox(store.client(), "pubsub"),
        Duration.ofDays(30),
        () -> now,
        metrics,
        4);
  }

  @Override
  protected DeadLetters letters() {
    return letters;
  }

  @Override
  protected void bury(Event event) {
    arrive(letters, DeadLetterJson.cloudEvent(event, now, 3, REASON));
  }

  private static void arrive(StoredDeadLetters at, String message) {
    assertThat(at.take(TOPIC, message.getBytes(UTF_8))).isEqualTo(TopicEventResponseStatus.SUCCESS);
  }

  @Override
  protected List<String> published() {
    return store.taken(TOPIC + "-again").stream()
        .map(text -> Events.ofCloudEvent(TOPIC, text).event().id())
        .toList();
  }

  private static Event event(int number) {
    var task = "t" + number;
    return new Event(task + "/1", TOPIC, "task.created", task, Instant.EPOCH, "{}");
  }

  private List<DeadLetters.DeadLetter> all() {
    return letters.list(0, 20_000).items();
  }

  private long counted() {
    return metrics.all().stream()
        .filter(metric -> metric.name().equals("taskagent_events_dead"))
        .mapToLong(metric -> metric.samples().getFirst().value().getAsLong())
        .sum();
  }

  @Test
  void aLetterThatArrivesAgainAtAnotherReplicaIsKeptOnce() {
    bury(event(1));
    bury(event(2));
    arrive(replica(), DeadLetterJson.cloudEvent(event(1), now, 3, REASON));
    assertThat(all()).hasSize(2);
  }

  @Test
  void aLetterWhoseDocumentWasNotSavedIsRedeliveredAndKeepsItsNumber() {
    store.failing(key -> key.startsWith("dead-letter-"));
    var message = DeadLetterJson.cloudEvent(event(1), now, 3, REASON);
    assertThat(letters.take(TOPIC, message.getBytes(UTF_8)))
        .isEqualTo(TopicEventResponseStatus.RETRY);
    assertThat(all()).isEmpty();
    store.failing(_ -> false);
    arrive(letters, message);
    assertThat(all()).extracting(DeadLetters.DeadLetter::number).containsExactly(1L);
  }

  @Test
  void theyAreCounted() {
    IntStream.range(0, 60).mapToObj(StoredDeadLettersTest::event).forEach(this::bury);
    assertThat(counted()).isEqualTo(60);
    letters.drop(17);
    assertThat(counted()).isEqualTo(59);
    letters.replayAll();
    assertThat(counted()).isZero();
  }

  @Test
  void theyAreNotListedAfterTheirRetention() {
    bury(event(1));
    now = now.plus(Duration.ofDays(20));
    bury(event(2));
    now = now.plus(Duration.ofDays(11));
    assertThat(all()).extracting(letter -> letter.event().id()).containsExactly("t2/1");
    letters.count();
    assertThat(counted()).isEqualTo(1);
  }

  @Test
  void theNewestPagesAreKept() {
    IntStream.rangeClosed(1, 260).mapToObj(StoredDeadLettersTest::event).forEach(this::bury);
    var kept = all();
    assertThat(kept.getFirst().number()).isEqualTo(101);
    assertThat(kept.getLast().number()).isEqualTo(260);
    assertThat(kept).hasSize(160);
    assertThat(store.keys("dead-letter-")).isEqualTo(160);
    assertThat(letters.list(17, 1).items().getFirst().number()).isEqualTo(101);
  }

  @Test
  void whatIsNoEventIsKeptAsTextAndReplayedAsItWas() {
    arrive(letters, "this is \"no\" JSON");
    arrive(letters, "this is \"no\" JSON");
    assertThat(all())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.event().type()).isEqualTo("unreadable");
              assertThat(letter.event().data()).contains("this is \\\"no\\\" JSON");
              assertThat(letter.reason()).contains("JSON");
            });
    assertThat(letters.replay(1)).isTrue();
    assertThat(store.taken(TOPIC + "-again")).containsExactly("this is \"no\" JSON");
  }

  @Test
  void aLetterOfAnOlderVersionSaysNothingOfItsDeath() {
    arrive(letters, Events.cloudEvent(event(1)));
    assertThat(all())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.deadAt()).isEqualTo(now);
              assertThat(letter.tries()).isZero();
              assertThat(letter.reason()).isEqualTo("unknown");
            });
  }

  @Test
  void aLetterThatCannotBePublishedAgainStays() {
    bury(event(1));
    store.publishes(false);
    assertThatThrownBy(() -> letters.replay(1)).isInstanceOf(Unavailable.class);
    assertThat(all()).hasSize(1);
  }
}
