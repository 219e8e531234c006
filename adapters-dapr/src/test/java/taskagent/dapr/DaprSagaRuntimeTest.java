package taskagent.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ends of waits, when the sidecar's clock is set meanwhile. */
final class DaprSagaRuntimeTest {

  private static final Instant SINCE = Instant.parse("2030-01-01T12:00:00Z");
  private static final Instant UNTIL = SINCE.plusSeconds(2);

  private static Instant end(long afterSince) {
    return DaprSagaRuntime.end(SINCE.plusSeconds(afterSince), SINCE, UNTIL);
  }

  @Test
  void aWaitEndsWhenItSaid() {
    assertThat(end(0)).isEqualTo(UNTIL);
    assertThat(end(1)).isEqualTo(UNTIL);
  }

  @ParameterizedTest
  @ValueSource(longs = {-3_600, -86_400})
  void aWaitIsNotLongerBecauseTheClockWasSetBack(long jump) {
    assertThat(end(jump)).isEqualTo(UNTIL.plusSeconds(jump));
  }

  @ParameterizedTest
  @ValueSource(longs = {3_600, 86_400})
  void aWaitIsOverIfTheClockWasSetForward(long jump) {
    assertThat(end(jump)).isEqualTo(UNTIL);
  }
}
