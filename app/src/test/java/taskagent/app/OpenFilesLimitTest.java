package taskagent.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OpenFilesLimitTest {

  @ParameterizedTest
  @ValueSource(longs = {320, 321, 400, 512, 1024, 4096, 10_000, 20_000, 1 << 20, Long.MAX_VALUE})
  void theSumOfAllIsBelowTheLimit(long allowed) {
    var limit = OpenFilesLimit.of(allowed);
    assertThat(limit.connections()).isBetween(64, OpenFilesLimit.MOST_CONNECTIONS);
    assertThat(limit.calls()).isBetween(16, OpenFilesLimit.MOST_CALLS);
    assertThat(limit.connections() + 2L * limit.calls() + 100).isLessThan(allowed);
  }

  @Test
  void aSmallLimitIsNamedWithWhatItAllows() {
    assertThat(OpenFilesLimit.of(1024).warning().orElse(""))
        .contains("1024", "556 connections", "138 calls", "ulimit -n");
    assertThat(OpenFilesLimit.of(1 << 20).warning()).isEmpty();
  }

  @Test
  void aLimitThatLeavesNoRoomIsRefused() {
    assertThatThrownBy(() -> OpenFilesLimit.of(200))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("200")
        .hasMessageContaining("ulimit -n");
  }
}
