package taskagent.app.client;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The metrics of a server, in the text format of Prometheus. */
final class MetricsText {

  private static final Pattern SAMPLE =
      Pattern.compile("(?m)^([a-z_]+(?:\\{[^}\\n]*})?) ([0-9.eE+-]+)$");

  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

  private final Map<String, Double> samples = new HashMap<>();

  MetricsText(String text) {
    var matcher = SAMPLE.matcher(text);
    while (matcher.find()) {
      samples.put(matcher.group(1), Double.valueOf(matcher.group(2)));
    }
  }

  /** Returns a value by its name with its labels, as in {@code taskagent_tasks{state="open"}}. */
  Optional<Long> value(String name) {
    return Optional.ofNullable(samples.get(name)).map(Double::longValue);
  }

  /** Returns the labels of the one sample of a metric; none if there is no such metric. */
  Map<String, String> labels(String name) {
    Map<String, String> labels = new HashMap<>();
    samples.keySet().stream()
        .filter(sample -> sample.startsWith(name + "{"))
        .findFirst()
        .map(LABEL::matcher)
        .ifPresent(
            matcher -> {
              while (matcher.find()) {
                labels.put(matcher.group(1), matcher.group(2));
              }
            });
    return labels;
  }
}
