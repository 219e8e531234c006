package taskagent.dapr.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.dapr.client.DaprClient;
import io.dapr.v1.DaprAppCallbackProtos.TopicEventResponse.TopicEventResponseStatus;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.dapr.NoSidecar;
import taskagent.dapr.metric.EngineMetrics;
import taskagent.dapr.store.Documents;
import taskagent.domain.engine.EventPolicy;
import taskagent.domain.engine.Retention;
import taskagent.domain.port.EventPublisher;
import taskagent.json.Events;

/** Events that arrive while the state store and pub/sub are unavailable. */
final class EventConsumerTest {

  private static final String TOPIC = EventPublisher.TASK_EVENTS;
  private static final List<EventPublisher.Event> HANDED_ON = new ArrayList<>();
  private static final DaprClient NOWHERE = NoSidecar.client();
  private static final EventConsumer CONSUMER =
      new EventConsumer(
          List.of(TOPIC),
          new StoredOrder(
              new Documents(NOWHERE, "statestore"), Retention.DEFAULT, Clock.systemUTC()),
          new PubsubOutbox(NOWHERE, "pubsub"),
          HANDED_ON::add,
          EventPolicy.DEFAULT,
          Clock.systemUTC(),
          "pubsub",
          new EngineMetrics());

  @AfterAll
  static void close() throws Exception {
    NOWHERE.close();
  }

  private static void isRedelivered(String event) {
    assertThat(CONSUMER.take(TOPIC, event.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(TopicEventResponseStatus.RETRY);
    assertThat(HANDED_ON).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "\"\"", "[]", "null", "{}", "{\"id\": 1}", "{\"id\": \"e1\"}"})
  void anUnreadableEventIsRedeliveredUntilItCanBecomeADeadLetter(String event) {
    isRedelivered(event);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT48H"})
  void anEventIsRedeliveredHoweverOldItIs(Duration age) {
    var time = Instant.now().minus(age);
    isRedelivered(
        Events.cloudEvent(new EventPublisher.Event("e1", TOPIC, "task.created", "t1", time, "{}")));
  }
}
