package taskagent.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the percentiles of few values. */
final class PageMeasurementTest {

  private static final List<Double> FIVE = List.of(5.0, 1.0, 4.0, 2.0, 3.0);

  @Test
  void aPercentileIsOneOfTheValues() {
    assertThat(PageMeasurement.percentile(FIVE, 50)).isEqualTo(3.0);
    assertThat(PageMeasurement.percentile(FIVE, 99)).isEqualTo(5.0);
    assertThat(PageMeasurement.percentile(FIVE, 100)).isEqualTo(5.0);
    assertThat(PageMeasurement.percentile(FIVE, 0)).isEqualTo(1.0);
  }

  @Test
  void nothingHasNoPercentile() {
    assertThat(PageMeasurement.percentile(List.of(), 99)).isZero();
  }
}
