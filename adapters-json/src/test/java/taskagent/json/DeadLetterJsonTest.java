package taskagent.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import taskagent.domain.port.DeadLetters.DeadLetter;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.json.DeadLetterJson.Entry;
import taskagent.json.HandedOnJson.HandedOn;

/** What stays in the store and in the topics across versions: dead letters, waits and orders. */
final class DeadLetterJsonTest {

  private static final Instant AT = Instant.ofEpochMilli(1_764_500_000_123L);
  private static final Event EVENT =
      new Event("t1/3", EventPublisher.TASK_EVENTS, "task.assigned", "t1", AT, "{\"a\":1}");
  private static final DeadLetter LETTER = new DeadLetter(7, EVENT, AT, 12, "answered 400");

  @Test
  void aStoredLetterHasThisForm() {
    var text =
        "{\"format\":1,\"event\":{\"id\":\"t1/3\",\"topic\":\"task-events\","
            + "\"type\":\"task.assigned\",\"subject\":\"t1\",\"time\":\"2025-11-30T10:53:20.123Z\","
            + "\"data\":{\"a\":1}},\"dead_at\":\"2025-11-30T10:53:20.123Z\",\"attempts\":12,"
            + "\"reason\":\"answered 400\"}";
    assertThat(DeadLetterJson.write(LETTER)).isEqualTo(text);
    assertThat(DeadLetterJson.read(7, text)).isEqualTo(LETTER);
    assertThatThrownBy(() -> DeadLetterJson.read(7, text.replace(":1,\"event\"", ":2,\"event\"")))
        .isInstanceOf(UnreadableDocument.class);
  }

  @Test
  void thePagesOfTheIndexHaveThisForm() {
    var text =
        "{\"format\":1,\"entries\":[{\"event\":\"t1/3\",\"at\":1764500000123},"
            + "{\"at\":1764500000123}]}";
    var entry = new Entry(Optional.of("t1/3"), AT);
    assertThat(DeadLetterJson.writeIndex(List.of(entry, entry.gone()))).isEqualTo(text);
    assertThat(DeadLetterJson.readIndex(text)).containsExactly(entry, entry.gone());
  }

  @Test
  void anOrderHasThisForm() {
    var text = "{\"format\":1,\"number\":3,\"time\":1764500000123,\"moved_at\":1764500000123}";
    var handed = new HandedOn(3, AT, AT);
    assertThat(HandedOnJson.write(handed)).isEqualTo(text);
    assertThat(HandedOnJson.read(text)).isEqualTo(handed);
  }

  @Test
  void aDeadLetterInItsTopicIsACloudEvent() {
    var text = DeadLetterJson.cloudEvent(EVENT, AT, 12, "answered 400");
    assertThat(text).contains("\"specversion\":\"1.0\"", "\"id\":\"t1/3\"");
    var read = DeadLetterJson.ofCloudEvent(7, EventPublisher.TASK_EVENTS, text, Instant.EPOCH);
    assertThat(read).isEqualTo(LETTER);
  }

  @Test
  void theAttemptsTravelWithAnEvent() {
    var attempts =
        new EventAttempts(
            3, Duration.ofMillis(4_500), Optional.of(AT), Optional.of(AT), "answered 400", true);
    for (var each : List.of(attempts, EventAttempts.NONE, EventAttempts.REPLAYED)) {
      var text = Events.cloudEvent(EVENT, each);
      assertThat(Events.attempts(text)).isEqualTo(each);
      assertThat(Events.ofCloudEvent(EVENT.topic(), text).event()).isEqualTo(EVENT);
    }
    assertThat(Events.attempts(Events.cloudEvent(EVENT))).isEqualTo(EventAttempts.NONE);
  }

  @ParameterizedTest
  @CsvSource({"-1, true", "0, true", "1, false", "60, false", "61, true"})
  void anAttemptIsNeverFurtherAwayThanTheLongestWait(int dueInSeconds, boolean due) {
    var attempts =
        new EventAttempts(
            1,
            Duration.ZERO,
            Optional.of(AT.plusSeconds(dueInSeconds)),
            Optional.empty(),
            "",
            false);
    assertThat(attempts.isDue(AT, Duration.ofMinutes(1))).isEqualTo(due);
  }

  @ParameterizedTest
  @CsvSource({
    "t/1, task.created, task-t 1 0 t/0",
    "t/12, task.assigned, task-t 12 11 t/11",
    "conversation/t/2, conversation.updated, chat-t 2 0 conversation/t/0",
    "conversation/t/8, conversation.updated, chat-t 8 6 conversation/t/6",
    "task-workflow-t/compensated, saga.compensated, ''",
    "u/1, task.created, ''",
    "t/0, task.created, ''",
    "t/12345678901234567890, task.created, ''",
    "t/x, task.created, ''"
  })
  void anEventHasAPlaceAmongThoseOfItsTaskOrUser(String id, String type, String place) {
    var position = Events.position(new Event(id, "topic", type, "t", AT, "{}"));
    assertThat(
            position
                .map(p -> p.of() + " " + p.number() + " " + p.previous() + " " + p.previousId())
                .orElse(""))
        .isEqualTo(place);
  }
}
