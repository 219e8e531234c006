package taskagent.dapr.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RecentValuesTest {

  private final RecentValues<String> ids = new RecentValues<>();

  @Test
  void knowsTheLatestTenThousandIdsAndForgetsOlderOnes() {
    IntStream.rangeClosed(0, 10_000).mapToObj(Integer::toString).forEach(ids::add);
    assertThat(ids.contains("0")).isFalse();
    assertThat(ids.contains("1")).isTrue();
    assertThat(ids.contains("10000")).isTrue();
    assertThat(ids.contains("10001")).isFalse();
  }

  @Test
  void anIdThatIsAddedTwiceTakesOnePlace() {
    IntStream.range(0, 10_000).mapToObj(Integer::toString).forEach(ids::add);
    assertThat(ids.add("9999")).isFalse();
    assertThat(ids.contains("0")).isTrue();
  }
}
