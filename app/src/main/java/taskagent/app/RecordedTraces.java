package taskagent.app;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import taskagent.http.trace.TraceParent;
import taskagent.http.trace.Tracing;

/**
 * Records each request as a span, and sends the spans to a collector, by OTLP over HTTP. The
 * sidecar records its own spans of the same trace.
 */
final class RecordedTraces implements Tracing, AutoCloseable {

  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");

  /** Requests of monitoring, which are not recorded. */
  private static final Set<String> PROBES = Set.of("/health/live", "/health/ready", "/metrics");

  private static final Duration EXPORT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(2);

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  /**
   * Creates a recorder.
   *
   * @param collector the address that receives the spans
   * @param share the share of traces to record among those that start here, 0 to 1; for other
   *     traces the client decides
   */
  RecordedTraces(URI collector, double share) {
    var exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(collector.toString())
            .setTimeout(EXPORT_TIMEOUT)
            .build();
    provider =
        SdkTracerProvider.builder()
            .setResource(Resource.create(Attributes.of(SERVICE, "task-agent")))
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(share)))
            .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
            .build();
    tracer = provider.get("taskagent");
  }

  @Override
  public Span begin(String method, Optional<String> route, Optional<TraceParent> parent) {
    if (route.filter(PROBES::contains).isPresent()) {
      return new HandedOn(parent);
    }
    var span =
        tracer
            .spanBuilder(route.map(path -> method + " " + path).orElse("HTTP"))
            .setSpanKind(SpanKind.SERVER)
            .setParent(parent.map(RecordedTraces::context).orElseGet(Context::root));
    route.ifPresent(path -> span.setAttribute(METHOD, method).setAttribute(ROUTE, path));
    return Recorded.of(span.startSpan());
  }

  private static Context context(TraceParent parent) {
    var span =
        SpanContext.createFromRemoteParent(
            parent.traceId(),
            parent.spanId(),
            TraceFlags.fromHex(parent.flags(), 0),
            TraceState.getDefault());
    return Context.root().with(io.opentelemetry.api.trace.Span.wrap(span));
  }

  /** Sends the spans that were not sent yet. */
  @Override
  public void close() {
    provider.shutdown().join(SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private record Recorded(io.opentelemetry.api.trace.Span span, HandedOn handedOn) implements Span {

    static Recorded of(io.opentelemetry.api.trace.Span span) {
      var here = span.getSpanContext();
      return new Recorded(
          span,
          new HandedOn(
              Optional.of(
                  new TraceParent(
                      here.getTraceId(), here.getSpanId(), here.getTraceFlags().asHex()))));
    }

    @Override
    public Optional<TraceParent> here() {
      return handedOn.here();
    }

    @Override
    public <T> T within(Supplier<T> work) {
      return handedOn.within(work);
    }

    @Override
    public void end(int status) {
      span.setAttribute(STATUS, status);
      if (status >= 500) {
        span.setStatus(StatusCode.ERROR);
      }
      span.end();
    }
  }
}
