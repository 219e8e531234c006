package taskagent.http;

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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;

/**
 * What is measured. The Prometheus client library is used as it is: Helidon's metrics on Micrometer
 * would add 8 MB of jars, 25 MB of memory and 0.2 s to the start.
 */
final class Meters {

  private static final System.Logger LOGGER = System.getLogger("taskagent.http");

  private static final String PREFIX = "taskagent_";
  private static final String COUNTER = "_total";
  private static final String NONE = "none";
  private static final double NANOS = 1e9;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Histogram answered;
  private final Map<Key, DistributionDataPoint> points = new ConcurrentHashMap<>();
  private final AtomicBoolean jvmRegistered = new AtomicBoolean();

  /** What a request counts as. Unknown paths and methods count as one: clients choose them. */
  private record Key(String method, String route, int statusClass) {}

  Meters(Map<String, LongSupplier> figures, Gate requests, Gate waits) {
    this.answered =
        Histogram.builder()
            .name("http_server_request_duration_seconds")
            .help("Requests by method, route and class of status, and how long each took.")
            .labelNames("method", "route", "status")
            .classicOnly()
            .classicUpperBounds(.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 60)
            .withoutExemplars()
            .register(registry);
    gauge("http_server_requests_active", "Requests being answered.", requests::inside);
    gauge("http_server_waits_active", "Requests that wait for a workflow.", waits::inside);
    figures.forEach(this::figure);
  }

  private void figure(String name, LongSupplier value) {
    var help = "The engine's " + name.replace('_', ' ') + ".";
    if (name.endsWith(COUNTER)) {
      CounterWithCallback.builder()
          .name(PREFIX + name.substring(0, name.length() - COUNTER.length()))
          .help(help)
          .callback(callback -> figure(name, value, callback::call))
          .register(registry);
    } else {
      gauge(PREFIX + name, help, value);
    }
  }

  private void gauge(String name, String help, LongSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> figure(name, value, callback::call))
        .register(registry);
  }

  /** An engine that is out of reach has no figures, but the others are all the more wanted. */
  private static void figure(String name, LongSupplier value, DoubleConsumer to) {
    double now;
    try {
      now = value.getAsLong();
    } catch (RuntimeException e) {
      LOGGER.log(WARNING, () -> "no figure for " + name + ": " + e.getMessage());
      return;
    }
    to.accept(now);
  }

  /** A request was answered. */
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

  /** Everything, now. */
  MetricSnapshots snapshots() {
    if (jvmRegistered.compareAndSet(false, true)) { // not at the start, which it would slow down
      JvmMemoryMetrics.builder().register(registry);
      JvmThreadsMetrics.builder().register(registry);
      JvmGarbageCollectorMetrics.builder().register(registry);
      ProcessMetrics.builder().register(registry);
    }
    return registry.scrape();
  }
}
