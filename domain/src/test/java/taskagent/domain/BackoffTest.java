package taskagent.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BackoffTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void theWaitsGrowByTheFactorUpToTheLongest() {
    var backoff = new Backoff(Duration.ofMillis(500), 3.0, Duration.ofMinutes(10));

    assertThat(backoff.after(1)).isEqualTo(Duration.ofMillis(500));
    assertThat(backoff.after(2)).isEqualTo(Duration.ofMillis(1500));
    assertThat(backoff.after(3)).isEqualTo(Duration.ofMillis(4500));
    assertThat(backoff.after(99)).isEqualTo(Duration.ofMinutes(10));
    assertThat(backoff.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void aFactorOfOneKeepsTheWait() {
    assertThat(new Backoff(SECOND, 1, SECOND).after(7)).isEqualTo(SECOND);
  }

  @Test
  void waitsAreNotNegativeAndTheFactorIsAtLeastOne() {
    assertThatThrownBy(() -> new Backoff(SECOND.negated(), 2, SECOND))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Backoff(SECOND, 2, SECOND.negated()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Backoff(SECOND, 0.9, SECOND))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Backoff(SECOND, Double.NaN, SECOND))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
