package taskagent.domain.port;

import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * A metric with its present values, named by the conventions of Prometheus.
 *
 * @param name as it is exposed; the name of a counter ends in {@code _total}
 * @param help what is counted, in a sentence
 * @param samples one for each combination of label values; all have the same labels
 */
public record Metric(String name, String help, Type type, List<Sample> samples) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
  private static final String COUNTER = "_total";

  /** How the value can change. */
  public enum Type {
    /** It only rises, except that it may begin at 0 again when the process restarts. */
    COUNTER,
    /** It rises and falls. */
    GAUGE
  }

  /**
   * One value of a metric.
   *
   * @param labels label names and values
   * @param value reads the present value; may throw {@link Unavailable}
   */
  public record Sample(Map<String, String> labels, LongSupplier value) {

    /** Copies the labels. */
    public Sample {
      labels = Map.copyOf(labels);
    }
  }

  /** Checks the names and copies the list. */
  public Metric {
    samples = List.copyOf(samples);
    if (!NAME.matcher(name).matches() || name.endsWith(COUNTER) != (type == Type.COUNTER)) {
      throw new IllegalArgumentException(name + " is not a good name for a " + type);
    }
    if (samples.isEmpty()
        || samples.stream().map(s -> s.labels().keySet()).distinct().count() > 1) {
      throw new IllegalArgumentException(name + " needs samples that have the same labels");
    }
    if (samples.stream().map(Sample::labels).distinct().count() < samples.size()) {
      throw new IllegalArgumentException(name + " has two samples with the same labels");
    }
  }

  /** Returns a counter without labels. */
  public static Metric counter(String name, String help, LongSupplier value) {
    return new Metric(name, help, Type.COUNTER, List.of(new Sample(Map.of(), value)));
  }

  /** Returns a counter with labels. */
  public static Metric counter(String name, String help, List<Sample> samples) {
    return new Metric(name, help, Type.COUNTER, samples);
  }

  /** Returns a gauge without labels. */
  public static Metric gauge(String name, String help, LongSupplier value) {
    return new Metric(name, help, Type.GAUGE, List.of(new Sample(Map.of(), value)));
  }

  /** Returns a gauge with labels. */
  public static Metric gauge(String name, String help, List<Sample> samples) {
    return new Metric(name, help, Type.GAUGE, samples);
  }
}
