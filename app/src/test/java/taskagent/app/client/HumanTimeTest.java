package taskagent.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanTimeTest {

  @ParameterizedTest
  @CsvSource({
    "0, now",
    "999, now",
    "-1000, 1s ago",
    "61000, in 1m 1s",
    "-7260000, 2h 1m ago",
    "172800000, in 2d",
    "176461000, in 2d 1h"
  })
  void saysTheTwoLargestUnits(long millis, String said) {
    var time = ClientRun.NOW.plusMillis(millis);
    assertThat(HumanTime.relative(time, ClientRun.NOW)).isEqualTo(said);
  }
}
