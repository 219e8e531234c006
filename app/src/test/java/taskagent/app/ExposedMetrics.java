package taskagent.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import taskagent.dapr.metric.EngineMetrics;
import taskagent.domain.port.Metric;

/**
 * The metrics of the app on both engines: what a server with the embedded engine answers, and those
 * that the Dapr engine adds.
 *
 * @param labels by the name of a metric, the labels of its samples in the form {@code name="value"}
 */
record ExposedMetrics(Map<String, Set<String>> labels) {

  private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)\\})? \\S+");
  private static final Pattern LABEL = Pattern.compile("\\w+=\"[^\"]*\"");

  /** A metric in an expression of PromQL, and its conditions. */
  private static final Pattern USED =
      Pattern.compile("\\b((?:taskagent|http_server|jvm)_\\w+)(?:\\{([^}]*)\\})?");

  private static final Pattern CONDITION = Pattern.compile("(\\w+)=~?\"([^\"]*)\"");

  /** Labels that Prometheus adds. */
  private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

  /** Starts a server with the embedded engine, and asks it. */
  static ExposedMetrics of(Path data) {
    var serve = new ServeCommand();
    new CommandLine(serve)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(
            "--data",
            data.toString(),
            "--port",
            "0",
            "--notify-channel",
            "webhook",
            "--notify-webhook-url",
            "http://127.0.0.1:1/told");
    var labels = new HashMap<String, Set<String>>();
    try (var application = Application.start(serve.settings(), _ -> {})) {
      get(application.address() + "/healthz"); // some metrics need a request
      get(application.address() + "/metrics")
          .forEach(
              line -> {
                var sample = SAMPLE.matcher(line);
                if (sample.matches()) {
                  labels
                      .computeIfAbsent(sample.group(1), _ -> new HashSet<>())
                      .addAll(labels(sample.group(2)));
                }
              });
    }
    new EngineMetrics().all().forEach(metric -> add(metric, labels));
    return new ExposedMetrics(labels);
  }

  private static Stream<String> get(String address) {
    try (var client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString())
          .body()
          .lines();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Set<String> labels(@Nullable String list) {
    return list == null
        ? Set.of()
        : LABEL.matcher(list).results().map(found -> found.group()).collect(Collectors.toSet());
  }

  private static void add(Metric metric, Map<String, Set<String>> labels) {
    var known = labels.computeIfAbsent(metric.name(), _ -> new HashSet<>());
    for (var sample : metric.samples()) {
      sample.labels().forEach((name, value) -> known.add(name + "=\"" + value + "\""));
    }
  }

  /** Returns how many metrics of the app the expressions use. */
  static long used(List<String> expressions) {
    return expressions.stream().flatMap(text -> USED.matcher(text).results()).count();
  }

  /** Returns what the expressions use, and no server has: metrics, and labels of metrics. */
  List<String> missing(List<String> expressions) {
    return expressions.stream()
        .flatMap(text -> USED.matcher(text).results())
        .flatMap(
            metric ->
                labels.containsKey(metric.group(1))
                    ? conditions(metric.group(2))
                        .filter(label -> !labels.get(metric.group(1)).contains(label))
                        .map(label -> metric.group(1) + "{" + label + "}")
                    : Stream.of(metric.group(1)))
        .distinct()
        .toList();
  }

  private static Stream<String> conditions(@Nullable String list) {
    return list == null
        ? Stream.of()
        : CONDITION
            .matcher(list)
            .results()
            .filter(found -> !OF_PROMETHEUS.contains(found.group(1)))
            .flatMap(
                found ->
                    Stream.of(found.group(2).split("\\|"))
                        .map(value -> found.group(1) + "=\"" + value + "\""));
  }
}
