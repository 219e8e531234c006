package taskagent.http.server;

import static java.lang.System.Logger.Level.WARNING;

import io.helidon.http.Status;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import taskagent.domain.port.Metric;
import taskagent.http.route.Route;

/**
 * All metrics. Uses the Prometheus client library directly, because Helidon's metrics on Micrometer
 * would add 8 MB of jars, 25 MB of memory and 0.2 s to the start.
 */
public final class MetricsRegistry {

  private static final System.Logger LOGGER = System.getLogger("taskagent.http");

  private static final String COUNTER = "_total";
  private static final String NONE = "none";
  private static final double NANOS = 1e9;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Histogram answered;
  private final Map<Key, DistributionDataPoint> points = new ConcurrentHashMap<>();
  private final AtomicBoolean jvmRegistered = new AtomicBoolean();

  /**
   * The labels of a request. All unknown paths and methods share one value, because clients choose
   * them.
   */
  private record Key(String method, String route, int statusClass) {}

  /** Creates a registry with the metrics of the engine and of these limits. */
  public MetricsRegistry(List<Metric> metrics, ConcurrencyLimit requests, ConcurrencyLimit waits) {
    this.answered =
        Histogram.builder()
            .name("http_server_request_duration_seconds")
            .help("Duration of requests in seconds, by method, route and class of status.")
            .labelNames("method", "route", "status")
            .classicOnly()
            .classicUpperBounds(.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 60)
            .withoutExemplars()
            .register(registry);
    expose(
        Metric.gauge(
            "http_server_requests_active", "Requests that are being answered.", requests::inside));
    expose(
        Metric.gauge(
            "http_server_waits_active", "Requests that wait for a workflow.", waits::inside));
    metrics.forEach(this::expose);
  }

  /** Adds a metric. */
  public void expose(Metric metric) {
    var labels =
        metric.samples().getFirst().labels().keySet().stream().sorted().toArray(String[]::new);
    switch (metric.type()) {
      case COUNTER ->
          CounterWithCallback.builder()
              .name(metric.name().substring(0, metric.name().length() - COUNTER.length()))
              .help(metric.help())
              .labelNames(labels)
              .callback(callback -> read(metric, labels, callback::call))
              .register(registry);
      case GAUGE ->
          GaugeWithCallback.builder()
              .name(metric.name())
              .help(metric.help())
              .labelNames(labels)
              .callback(callback -> read(metric, labels, callback::call))
              .register(registry);
    }
  }

  /** Takes one value and the values of its labels. */
  private interface Callback {
    void call(double value, String... labelValues);
  }

  /**
   * Leaves a metric out whose values cannot be read now; the others are then needed all the more.
   */
  private static void read(Metric metric, String[] labels, Callback callback) {
    for (var sample : metric.samples()) {
      double value;
      try {
        value = sample.value().getAsLong();
      } catch (RuntimeException e) {
        LOGGER.log(WARNING, () -> "cannot read " + metric.name() + ": " + e.getMessage());
        return;
      }
      callback.call(value, Stream.of(labels).map(sample.labels()::get).toArray(String[]::new));
    }
  }

  /** Records a request that was answered. */
  void answered(Optional<Route> route, Status status, long nanos) {
    var key =
        new Key(
            route.map(found -> found.method().text()).orElse(NONE),
            route.map(Route::path).orElse(NONE),
            status.code() / 100);
    points.computeIfAbsent(key, this::point).observe(nanos / NANOS);
  }

  private DistributionDataPoint point(Key key) {
    return answered.labelValues(key.method(), key.route(), key.statusClass() + "xx");
  }

  /** Reads all metrics. */
  public MetricSnapshots snapshots() {
    if (jvmRegistered.compareAndSet(false, true)) { // not at the start, because it is slow
      JvmMemoryMetrics.builder().register(registry);
      JvmThreadsMetrics.builder().register(registry);
      JvmGarbageCollectorMetrics.builder().register(registry);
      ProcessMetrics.builder().register(registry);
    }
    return registry.scrape();
  }
}
