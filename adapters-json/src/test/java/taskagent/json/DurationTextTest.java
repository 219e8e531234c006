package taskagent.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationTextTest {

  @ParameterizedTest
  @CsvSource({
    "500ms, 500",
    "0.5s, 500",
    "1.25s, 1250",
    "0.001s, 1",
    "10m, 600000",
    "1h, 3600000",
    "30d, 2592000000",
    "0s, 0",
    "999999999s, 999999999000"
  })
  void readsEachUnit(String text, long millis) {
    assertThat(DurationText.parse(text)).contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5",
        "-1s",
        "1.s",
        ".5s",
        "s",
        "1w",
        "1 s",
        "",
        "1S",
        "1,5s",
        "01s",
        "0.5ms",
        "0.5m",
        "1e1s",
        "1.2345s",
        "999999999999s",
        "١s"
      })
  void refusesIllFormedText(String text) {
    assertThat(DurationText.parse(text)).isEmpty();
  }
}
