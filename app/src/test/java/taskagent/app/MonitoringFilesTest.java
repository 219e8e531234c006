package taskagent.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import taskagent.domain.saga.Outcome;

/** The alerts and the dashboard use metrics that the app exposes. */
class MonitoringFilesTest {

  private static final Path RULES = Path.of("..", "k8s", "alerts", "rules.yaml");
  private static final Path DASHBOARD = Path.of("..", "k8s", "dashboards", "task-agent.json");

  @TempDir static Path folder;

  private static ExposedMetrics exposed;

  @BeforeAll
  static void startAServer() {
    exposed = ExposedMetrics.of(folder);
  }

  private static List<String> alerts() throws IOException {
    Map<String, List<Map<String, List<Map<String, Object>>>>> root =
        new Yaml().load(Files.readString(RULES));
    return root.getOrDefault("groups", List.of()).stream()
        .flatMap(group -> group.getOrDefault("rules", List.of()).stream())
        .map(rule -> String.valueOf(rule.get("expr")))
        .toList();
  }

  private static List<String> panels() throws IOException {
    var expressions = new ArrayList<String>();
    for (var panel : new ObjectMapper().readTree(DASHBOARD.toFile()).path("panels")) {
      panel.path("targets").forEach(target -> expressions.add(target.path("expr").textValue()));
    }
    return expressions;
  }

  @Test
  void theAppExposesEachMetricThatAnAlertUses() throws IOException {
    assertThat(ExposedMetrics.used(alerts())).isGreaterThan(10);
    assertThat(exposed.missing(alerts())).isEmpty();
  }

  @Test
  void theAppExposesEachMetricThatThePanelsUse() throws IOException {
    assertThat(ExposedMetrics.used(panels())).isGreaterThan(20);
    assertThat(exposed.missing(panels())).isEmpty();
  }

  @Test
  void aMetricOrLabelThatDoesNotExistIsFound() {
    assertThat(
            exposed.missing(
                List.of(
                    "max(taskagent_tasks{state=\"overdue\"}) > 0",
                    "taskagent_tasks{job=~\"$job\",state=~\"open|lost\"}",
                    "rate(taskagent_nothing_total[1m])")))
        .containsExactly("taskagent_tasks{state=\"lost\"}", "taskagent_nothing_total");
  }

  @Test
  void eachOutcomeThatNeedsAnOperatorAlerts() throws IOException {
    for (var outcome : List.of(Outcome.FAILED, Outcome.COMPENSATION_FAILED)) {
      assertThat(String.join(" ", alerts()))
          .contains("taskagent_sagas_ended_total{outcome=\"" + outcome.wireName() + "\"}");
    }
  }

  @Test
  void deadEventsAlertOnBothEngines() throws IOException {
    assertThat(String.join(" ", alerts()))
        .contains("taskagent_events_dead)", "taskagent_events_dead_lettered_total");
  }
}
