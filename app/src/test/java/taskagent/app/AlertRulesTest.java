package taskagent.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import taskagent.dapr.metric.EngineMetrics;
import taskagent.domain.conversation.RuleBasedResponder;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Retention;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Metric;
import taskagent.domain.port.Notifier;
import taskagent.domain.saga.Outcome;
import taskagent.embedded.EmbeddedEngine;
import taskagent.embedded.EmbeddedSettings;
import taskagent.json.RunJson;
import taskagent.outbound.ActivityCounters;
import taskagent.outbound.WebhookNotifier;

/** The alerts use metrics that the app exposes. */
class AlertRulesTest {

  private static final Path RULES = Path.of("..", "k8s", "alerts", "rules.yaml");

  /** A metric of the app, with at most one label. */
  private static final Pattern USED = Pattern.compile("(taskagent_\\w+)(?:\\{(\\w+)=\"(\\w+)\"})?");

  @TempDir Path folder;

  private static List<String> expressions() throws IOException {
    Map<String, List<Map<String, List<Map<String, Object>>>>> root =
        new Yaml().load(Files.readString(RULES));
    return root.getOrDefault("groups", List.of()).stream()
        .flatMap(group -> group.getOrDefault("rules", List.of()).stream())
        .map(rule -> String.valueOf(rule.get("expr")))
        .toList();
  }

  private static List<String> used() throws IOException {
    return expressions().stream()
        .flatMap(text -> USED.matcher(text).results())
        .map(
            match ->
                match.group(2) == null
                    ? match.group(1)
                    : match.group(1) + "{" + match.group(2) + "=" + match.group(3) + "}")
        .toList();
  }

  /** The metrics of an engine and those of the activity, each with and without its labels. */
  private static Set<String> names(List<Metric> ofEngine) {
    var names = new HashSet<String>();
    Stream.concat(ofEngine.stream(), new ActivityCounters().metrics().stream())
        .forEach(
            metric -> {
              names.add(metric.name());
              metric.samples().forEach(sample -> names.add(metric.name() + sample.labels()));
            });
    return names;
  }

  private Set<String> exposed() {
    try (var embedded =
        EmbeddedEngine.open(
            new EmbeddedSettings(folder, 10, Retention.DEFAULT),
            InstantSource.system(),
            Kinds.ofTasks(RunJson.CODEC, _ -> new Notifier.Sent()),
            new RuleBasedResponder(),
            _ -> {},
            Activity.none())) {
      var all = names(embedded.metrics());
      all.addAll(names(new EngineMetrics().all()));
      all.addAll(names(webhook().metrics()));
      return all;
    }
  }

  private static Notifier webhook() {
    return new WebhookNotifier(
        URI.create("http://127.0.0.1:1/told"), Duration.ofSeconds(1), 1, InstantSource.system());
  }

  @Test
  void eachMetricOfTheAppThatAnAlertUsesIsExposed() throws IOException {
    assertThat(used()).hasSizeGreaterThan(3);
    assertThat(exposed()).containsAll(used());
  }

  @Test
  void eachOutcomeThatNeedsAnOperatorAlerts() throws IOException {
    for (var outcome : List.of(Outcome.FAILED, Outcome.COMPENSATION_FAILED)) {
      assertThat(used())
          .contains("taskagent_sagas_ended_total{outcome=" + outcome.wireName() + "}");
    }
  }

  @Test
  void deadEventsAlertOnBothEngines() throws IOException {
    assertThat(used()).contains("taskagent_events_dead", "taskagent_events_dead_lettered_total");
  }
}
