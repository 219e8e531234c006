package taskagent.domain.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class EventPolicyTest {

  private static final EventPolicy POLICY = EventPolicy.DEFAULT;

  @Property(tries = 20)
  void anOutageOfADayLosesNothing(@ForAll @DoubleRange(max = 1) double jitter) {
    var waited = Duration.ZERO;
    int tries = 1;
    for (; !POLICY.givesUp(waited); tries++) {
      var wait = POLICY.wait(tries, waited, jitter);
      assertThat(wait).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(1));
      waited = waited.plus(wait);
    }
    assertThat(waited).isEqualTo(Duration.ofDays(1)); // so the last attempt comes after a day
    assertThat(tries).isGreaterThan(1_440);
  }

  @Test
  void theWaitsGrowAndDiffer() {
    assertThat(POLICY.wait(1, Duration.ZERO, 0)).isEqualTo(Duration.ofMillis(500));
    assertThat(POLICY.wait(1, Duration.ZERO, 1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(POLICY.wait(4, Duration.ZERO, 1)).isEqualTo(Duration.ofSeconds(8));
    assertThat(POLICY.wait(2_000, Duration.ZERO, 1)).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void aPolicyNeedsWaitsAndTwoSenders() {
    assertThatThrownBy(() -> new EventPolicy(Duration.ZERO, Duration.ofDays(1), 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EventPolicy(Duration.ofMinutes(1), Duration.ZERO, 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EventPolicy(Duration.ofMinutes(1), Duration.ofDays(1), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
