package taskagent.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockWatchTest {

  private Instant time = Instant.parse("2026-03-01T09:00:00Z");
  private long nanos = -5;
  private final ClockWatch watch = new ClockWatch(() -> time, () -> nanos);

  private void pass(Duration duration) {
    time = time.plus(duration);
    nanos += duration.toNanos();
  }

  @ParameterizedTest
  @CsvSource({
    "-3600, back by 3600 s",
    "3600, forward by 3600 s",
    "-86400, back by 86400 s",
    "86400, forward by 86400 s",
    "-2, back by 2 s"
  })
  void aJumpIsNoticedOnce(long seconds, String says) {
    pass(Duration.ofSeconds(1));
    assertThat(watch.look()).isEmpty();

    time = time.plusSeconds(seconds);
    pass(Duration.ofSeconds(1));

    assertThat(watch.look()).get().asString().contains(says, time.toString()).doesNotContain("\n");
    pass(Duration.ofSeconds(1));
    assertThat(watch.look()).isEmpty();
  }

  @Test
  void timeThatPassesIsNoJump() {
    pass(Duration.ofDays(30));
    assertThat(watch.look()).isEmpty();
    time = time.plusMillis(1_500); // as a time server corrects it
    assertThat(watch.look()).isEmpty();
  }
}
