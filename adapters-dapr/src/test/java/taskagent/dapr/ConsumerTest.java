package taskagent.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import io.dapr.client.DaprClient;
import io.dapr.v1.DaprAppCallbackProtos.TopicEventResponse.TopicEventResponseStatus;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.domain.port.EventPublisher;
import taskagent.json.Events;

/** Events that come while there is nowhere to keep what became of them. */
final class ConsumerTest {

  private static final String TOPIC = EventPublisher.TASK_EVENTS;
  private static final List<EventPublisher.Event> HANDED_ON = new ArrayList<>();
  private static final DaprClient NOWHERE = Nowhere.client();
  private static final Consumer CONSUMER =
      new Consumer(
          new Documents(NOWHERE, "statestore"),
          new Outbox(NOWHERE, "pubsub"),
          HANDED_ON::add,
          Clock.systemUTC(),
          Nowhere.settings(Optional.empty()),
          new Figures());

  @AfterAll
  static void close() throws Exception {
    NOWHERE.close();
  }

  private static void comesAgain(String event) {
    assertThat(CONSUMER.take(TOPIC, event.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(TopicEventResponseStatus.RETRY);
    assertThat(HANDED_ON).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "\"\"", "[]", "null", "{}", "{\"id\": 1}", "{\"id\": \"e1\"}"})
  void anEventThatCannotBeReadComesAgainUntilItIsADeadLetter(String event) {
    comesAgain(event);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT48H"})
  void anEventComesAgainHoweverOldItIs(Duration age) {
    var time = Instant.now().minus(age);
    comesAgain(
        Events.cloudEvent(new EventPublisher.Event("e1", TOPIC, "task.created", "t1", time, "{}")));
  }
}
