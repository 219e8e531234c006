package taskagent.chaos.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThroughputTest {

  private static final Duration FAULT = Duration.ofSeconds(3);

  private static Duration recovered(Integer... done) {
    return new Throughput(List.of(done)).recovered(FAULT);
  }

  @Test
  void noDisturbanceIsRecoveredAtOnce() {
    assertThat(recovered(2, 9, 10, 10, 10, 10, 10, 10, 9, 10, 4, 1)).isZero();
  }

  @Test
  void itIsRecoveredWhenThroughputIsAsBefore() {
    assertThat(recovered(2, 9, 10, 10, 10, 10, 9, 0, 0, 3, 9, 10, 4, 1))
        .isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void oneGoodSliceIsNotEnough() {
    assertThat(recovered(2, 9, 10, 10, 10, 10, 0, 0, 15, 0, 0, 10, 10, 4, 1))
        .isEqualTo(Duration.ofMillis(2_500));
  }

  @Test
  void itMayNeverRecover() {
    assertThat(recovered(2, 9, 10, 10, 10, 10, 1, 0, 2, 1, 1, 0)).isNegative();
  }
}
