package taskagent.domain.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.domain.port.Metric.Sample;

final class MetricTest {

  @Test
  void readsTheValueWhenItIsAskedFor() {
    var value = new long[] {1};
    var metric = Metric.gauge("taskagent_events_dead", "Dead events.", () -> value[0]);

    value[0] = 7;

    assertThat(metric.type()).isEqualTo(Metric.Type.GAUGE);
    assertThat(metric.samples().getFirst().value().getAsLong()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"commits", "Commits_total", "commits__total", "_total", "commits-total"})
  void aCounterHasAGoodNameThatEndsInTotal(String name) {
    assertThatThrownBy(() -> Metric.counter(name, "Commits.", () -> 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }

  @Test
  void onlyACounterEndsInTotal() {
    assertThatThrownBy(() -> Metric.gauge("commits_total", "Commits.", () -> 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Metric.counter("commits_total", "Commits.", () -> 1).type())
        .isEqualTo(Metric.Type.COUNTER);
  }

  @Test
  void allSamplesHaveTheSameLabelsAndNoTwoTheSameValues() {
    var open = new Sample(Map.of("state", "open"), () -> 1);
    var other = new Sample(Map.of("type", "open"), () -> 1);

    assertThatThrownBy(() -> Metric.gauge("tasks", "Tasks.", List.of(open, other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("same labels");
    assertThatThrownBy(() -> Metric.gauge("tasks", "Tasks.", List.of(open, open)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two samples");
    assertThatThrownBy(() -> Metric.gauge("tasks", "Tasks.", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
