package taskagent.http;

import io.helidon.http.Header;
import io.helidon.http.Status;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import taskagent.http.Route.Load;

/** Metrics in Prometheus' text format. */
final class MetricsRoute {

  private static final Optional<Header> CONTENT_TYPE =
      Answer.contentType("text/plain; version=0.0.4; charset=utf-8");

  private final Meters meters;

  MetricsRoute(Meters meters) {
    this.meters = meters;
  }

  List<Route> routes() {
    return List.of(Route.get("/metrics", Load.NONE, _ -> metrics()));
  }

  private Answer metrics() {
    var bytes = new ByteArrayOutputStream(16 * 1024);
    try {
      PrometheusTextFormatWriter.create()
          .write(bytes, meters.snapshots(), EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array does not fail", e);
    }
    return Answer.of(Status.OK_200, CONTENT_TYPE, bytes.toByteArray());
  }
}
