package taskagent.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

  private static final Instant NOW = Instant.parse("2026-11-06T08:49:00Z");
  private static final Duration AT_MOST = Duration.ofMinutes(10);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0                              | 0",
        "37                             | 37",
        "600                            | 600",
        "601                            | 600",
        "9999999999                     | 600",
        "99999999999999999999999999     | 600",
        "Fri, 06 Nov 2026 08:49:37 GMT  | 37",
        "Friday, 06-Nov-26 08:49:37 GMT | 37",
        "Fri Nov  6 08:49:37 2026       | 37",
        "Saturday, 07-Nov-26 08:49:37 GMT | 600",
        "Fri, 06 Nov 2026 08:48:00 GMT  | -60",
        "Thursday, 06-Nov-97 08:49:37 GMT | -915148763"
      })
  void isReadInEachForm(String text, long seconds) {
    assertThat(RetryAfter.read(text, NOW, AT_MOST)).contains(NOW.plusSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "-1", "1.5", "soon", "1 s", "\u0661\u0662", "06 Nov 2026"})
  void somethingElseIsIgnored(String text) {
    assertThat(RetryAfter.read(text, NOW, AT_MOST)).isEmpty();
  }
}
