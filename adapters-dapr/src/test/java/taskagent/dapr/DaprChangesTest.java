package taskagent.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The numbers of tasks and runs. */
final class DaprChangesTest {

  private static final Instant AT = Instant.parse("2026-11-30T12:00:00.123Z");

  @Test
  void numbersRiseWithTheTime() {
    assertThat(DaprChanges.number(AT, "zzz")).isLessThan(DaprChanges.number(AT.plusMillis(1), "a"));
    assertThat(DaprChanges.number(Instant.parse("2200-01-01T00:00:00Z"), "a")).isPositive();
  }

  @Test
  void numbersOfTheSameMomentDiffer() {
    assertThat(DaprChanges.number(AT, "task-1")).isNotEqualTo(DaprChanges.number(AT, "task-2"));
    assertThat(DaprChanges.number(AT, "task-1")).isEqualTo(DaprChanges.number(AT, "task-1"));
  }
}
