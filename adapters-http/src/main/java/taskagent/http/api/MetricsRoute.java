package taskagent.http.api;

import io.helidon.http.Header;
import io.helidon.http.Status;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import taskagent.domain.access.Operation;
import taskagent.http.answer.Answer;
import taskagent.http.route.Route;
import taskagent.http.route.Route.Load;

/** Metrics in the text format of Prometheus. */
final class MetricsRoute {

  private static final Optional<Header> CONTENT_TYPE =
      Answer.contentType("text/plain; version=0.0.4; charset=utf-8");

  private final Supplier<MetricSnapshots> metrics;

  MetricsRoute(Supplier<MetricSnapshots> metrics) {
    this.metrics = metrics;
  }

  List<Route> routes() {
    return List.of(Route.get("/metrics", Operation.READ_METRICS, Load.NONE, _ -> metrics()));
  }

  private Answer metrics() {
    var bytes = new ByteArrayOutputStream(16 * 1024);
    try {
      PrometheusTextFormatWriter.create()
          .write(bytes, metrics.get(), EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array does not fail", e);
    }
    return Answer.of(Status.OK_200, CONTENT_TYPE, bytes.toByteArray());
  }
}
