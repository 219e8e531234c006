package taskagent.dapr.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dapr.v1.DaprAppCallbackProtos.TopicEventResponse.TopicEventResponseStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import taskagent.dapr.metric.EngineMetrics;
import taskagent.dapr.store.MemoryStore;
import taskagent.domain.engine.EventPolicy;
import taskagent.domain.engine.Retention;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.json.EventAttempts;
import taskagent.json.Events;

/** In which order the receiver gets the events, however the sidecars deliver them. */
final class EventsInOrderTest {

  private static final String TOPIC = EventPublisher.TASK_EVENTS;
  private static final EventPolicy POLICY =
      new EventPolicy(Duration.ofMinutes(1), Duration.ofMinutes(5), 16);

  private static final EventConsumer.Patience PATIENCE =
      new EventConsumer.Patience(Duration.ofSeconds(10), Duration.ZERO, Duration.ZERO);

  private final MemoryStore store = new MemoryStore();
  private final List<String> received = new ArrayList<>();
  private final Set<String> refused = new HashSet<>();
  private int attempts;
  private Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private final EventConsumer first = replica();
  private final EventConsumer second = replica();

  private EventConsumer replica() {
    return replica(PATIENCE);
  }

  private EventConsumer replica(EventConsumer.Patience patience) {
    return new EventConsumer(
        List.of(TOPIC),
        new StoredOrder(store.documents(), Retention.DEFAULT, () -> now),
        new PubsubOutbox(store.client(), "pubsub"),
        this::receive,
        POLICY,
        () -> now,
        "pubsub",
        new EngineMetrics(),
        patience);
  }

  private synchronized void receive(Event event) {
    if (refused.contains(event.id())) {
      attempts++;
      throw new IllegalStateException("the subscriber answered 400");
    }
    received.add(event.id());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String event(int version) {
    return event("t/" + version, "task.assigned", now);
  }

  private static String event(String id, String type, Instant time) {
    return Events.cloudEvent(new Event(id, TOPIC, type, "t", time, "{}"));
  }

  private static void isTaken(EventConsumer by, String event) {
    assertThat(by.take(TOPIC, event.getBytes(UTF_8))).isEqualTo(TopicEventResponseStatus.SUCCESS);
  }

  /** Delivers what is in the retry topic, the newest first, to both replicas by turns. */
  private void goAround() {
    int turn = 0;
    for (var event : store.taken(TOPIC + "-again").reversed()) {
      var by = turn++ % 2 == 0 ? first : second;
      assertThat(by.takeAgain(TOPIC, event.getBytes(UTF_8)))
          .isEqualTo(TopicEventResponseStatus.SUCCESS);
    }
  }

  private void later(Duration by) {
    now = now.plus(by);
    goAround();
  }

  @Test
  void anEventThatComesTooEarlyWaitsForTheOnesBefore() {
    isTaken(second, event(3));
    isTaken(first, event(2));
    assertThat(received).isEmpty();
    isTaken(first, event(1));
    goAround();
    goAround();
    assertThat(received).containsExactly("t/1", "t/2", "t/3");
  }

  @Test
  void anEarlierEventThatIsUnderWayIsWaitedForAMoment() {
    var patient =
        replica(
            new EventConsumer.Patience(
                Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ZERO));
    var early = CompletableFuture.runAsync(() -> isTaken(patient, event(2)));
    isTaken(first, event(1));
    early.join();
    assertThat(store.taken(TOPIC + "-again")).isEmpty();
    assertThat(received).containsExactly("t/1", "t/2");
  }

  @Test
  void aReceiverThatDoesNotAnswerInTimeGetsTheEventAgain() {
    var slow = new CountDownLatch(1);
    var impatient =
        new EventConsumer(
            List.of(TOPIC),
            new StoredOrder(store.documents(), Retention.DEFAULT, () -> now),
            new PubsubOutbox(store.client(), "pubsub"),
            _ -> await(slow),
            POLICY,
            () -> now,
            "pubsub",
            new EngineMetrics(),
            new EventConsumer.Patience(Duration.ofMillis(1), Duration.ZERO, Duration.ZERO));
    isTaken(impatient, event(1));
    isTaken(second, event(2));
    later(Duration.ofSeconds(1));
    goAround();
    assertThat(received).containsExactly("t/1", "t/2");
    slow.countDown();
  }

  @Test
  void anEventThatIsDeliveredAgainIsReceivedOnce() {
    isTaken(first, event(1));
    isTaken(first, event(2));
    isTaken(second, event(1));
    isTaken(second, event(2));
    assertThat(received).containsExactly("t/1", "t/2");
  }

  @Test
  void laterEventsWaitForARefusedOneAndThoseOfOthersDoNot() {
    refused.add("t/1");
    isTaken(first, event(1));
    isTaken(first, event(2));
    isTaken(first, Events.cloudEvent(new Event("u/1", TOPIC, "task.created", "u", now, "{}")));
    for (int i = 0; i < 3; i++) {
      later(Duration.ofMinutes(1));
    }
    assertThat(received).containsExactly("u/1");
    refused.clear();
    later(Duration.ofMinutes(1));
    goAround();
    assertThat(received).containsExactly("u/1", "t/1", "t/2");
  }

  @Test
  void anEventThatDiesHoldsUpItsFollowersNoLonger() {
    refused.add("t/2");
    isTaken(first, event(1));
    isTaken(first, event(2));
    isTaken(first, event(3));
    while (store.taken(TOPIC + "-dead").isEmpty()) {
      assertThat(received).containsExactly("t/1");
      later(Duration.ofMinutes(1));
    }
    goAround();
    assertThat(received).containsExactly("t/1", "t/3");
    assertThat(attempts).isGreaterThan(5); // a wait is a minute at most, and 5 m in all
  }

  @Test
  void aRefusedEventIsNotAttemptedBeforeItsWaitIsOver() {
    refused.add("t/1");
    isTaken(first, event(1));
    goAround();
    goAround();
    assertThat(attempts).isEqualTo(1);
    later(Duration.ofSeconds(1));
    assertThat(attempts).isEqualTo(2);
  }

  @Test
  void anEarlierEventThatIsLostHoldsUpNobodyForEver() {
    isTaken(first, event(1));
    isTaken(first, event(3));
    later(Duration.ofMinutes(59));
    assertThat(received).containsExactly("t/1");
    later(Duration.ofMinutes(4));
    assertThat(received).containsExactly("t/1", "t/3");
    isTaken(first, event(4));
    assertThat(received).endsWith("t/4");
  }

  @Test
  void aTaskThatIsOlderThanItsOrderIsDelayedByAMinuteOnce() {
    isTaken(first, event(7));
    goAround();
    assertThat(received).isEmpty();
    later(Duration.ofSeconds(61));
    isTaken(second, event(8));
    assertThat(received).containsExactly("t/7", "t/8");
  }

  /** A replica of an older version kept no order, and marked each event that it delivered. */
  @Test
  void whatAnOlderVersionDeliveredIsNotWaitedFor() {
    isTaken(first, event(1));
    store.documents().create("seen-t/2", "{}");
    isTaken(first, event(3));
    assertThat(received).containsExactly("t/1", "t/3");
  }

  @Test
  void aTaskThatWasRemovedCanBeginAnew() {
    isTaken(first, event(1));
    isTaken(first, event(2));
    now = now.plus(Duration.ofDays(1));
    isTaken(second, event(1));
    isTaken(second, event(2));
    assertThat(received).containsExactly("t/1", "t/2", "t/1", "t/2");
  }

  @Test
  void theEndOfASagaHasNoPlaceInTheOrderAndIsReceivedOnce() {
    isTaken(first, event("task-workflow-t/compensated", "saga.compensated", now));
    isTaken(second, event("task-workflow-t/compensated", "saga.compensated", now));
    assertThat(received).containsExactly("task-workflow-t/compensated");
  }

  @Test
  void aReplayedEventIsReceivedThoughItIsOld() {
    isTaken(first, event(1));
    isTaken(first, event(2));
    var dead = new Event("t/1", TOPIC, "task.created", "t", now, "{}");
    var again = Events.cloudEvent(dead, EventAttempts.REPLAYED);
    first.takeAgain(TOPIC, again.getBytes(UTF_8));
    isTaken(second, event(3));
    assertThat(received).containsExactly("t/1", "t/2", "t/1", "t/3");
  }

  @Test
  void nothingIsAcknowledgedIfTheOrderCannotBeRead() {
    store.failing(key -> key.startsWith("handed-"));
    assertThat(first.take(TOPIC, event(1).getBytes(UTF_8)))
        .isEqualTo(TopicEventResponseStatus.RETRY);
  }
}
