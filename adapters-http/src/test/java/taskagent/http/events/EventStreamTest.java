package taskagent.http.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import taskagent.domain.task.TaskStatus;
import taskagent.http.MemoryFeed;
import taskagent.http.events.EventParameters.Asked;
import taskagent.http.events.EventStream.Pace;
import taskagent.http.filter.TaskFilter;

/** When a stream sends what no change causes. */
@Timeout(60)
final class EventStreamTest {

  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

  private final MemoryFeed feed = new MemoryFeed(100);
  private final StringBuilder sent = new StringBuilder();

  private EventStream stream(Pace pace) {
    var filter = new LiveFilter<>("", TaskFilter::read, CLOCK);
    return new EventStream(
        feed,
        new Asked(Optional.of(filter), Optional.empty(), Optional.empty()),
        CLOCK,
        pace,
        new Upserts(),
        new EventCounters());
  }

  /** Follows the stream until an event came this often. Each piece causes another change. */
  private void follow(Pace pace, String event, int times) {
    assertThatThrownBy(
            () ->
                stream(pace)
                    .send(
                        bytes -> {
                          sent.append(new String(bytes, UTF_8));
                          if (count(event) >= times) {
                            throw new CancellationException("seen enough");
                          }
                          feed.save("t", TaskStatus.PENDING);
                        }))
        .isInstanceOf(CancellationException.class);
  }

  private int count(String event) {
    return sent.toString().split("event: " + event + "\n", -1).length - 1;
  }

  @Test
  void countsDoNotComeMoreOftenThanTheirPace() {
    follow(new Pace(Duration.ofHours(1), Duration.ofHours(1)), "upsert", 20);
    assertThat(count("counts")).isEqualTo(1);
    assertThat(count("bookmark")).isEqualTo(1);
  }

  @Test
  void countsThatAreTheSameAreNotSentAgain() {
    follow(new Pace(Duration.ofHours(1), Duration.ZERO), "upsert", 20);
    assertThat(count("counts")).isEqualTo(2); // before the first change, and after it
  }

  @Test
  void bookmarksComeByThemselves() {
    follow(new Pace(Duration.ofMillis(5), Duration.ofHours(1)), "bookmark", 4);
    assertThat(sent.toString()).startsWith("retry: 1000\n\n");
    assertThat(count("bookmark")).isEqualTo(4);
  }

  @Test
  void aFilterCountsFromThePresent() {
    var now = new AtomicReference<>(Instant.EPOCH);
    var filter = new LiveFilter<>("due:<2h", TaskFilter::read, now::get);
    var first = filter.now();
    now.set(Instant.EPOCH.plusMillis(900));
    assertThat(filter.now()).isSameAs(first);
    now.set(Instant.EPOCH.plusSeconds(60));
    assertThat(filter.now())
        .isNotEqualTo(first)
        .isEqualTo(TaskFilter.read("due:<2h", Instant.EPOCH.plusSeconds(60)));
  }
}
