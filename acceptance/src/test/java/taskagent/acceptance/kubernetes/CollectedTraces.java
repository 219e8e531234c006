package taskagent.acceptance.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import taskagent.testing.kubernetes.AcceptanceDeployment;

/** Reads the spans that were sent to the collector, which logs them as OTLP JSON. */
public final class CollectedTraces {

  private static final ObjectMapper JSON = new ObjectMapper();

  private CollectedTraces() {}

  /**
   * A span.
   *
   * @param parent the id of its parent; empty for a root span
   * @param service the service that sent it
   */
  public record Span(String id, String parent, String service, String name) {}

  /** Returns the spans of a trace that have arrived so far, in no order. */
  public static List<Span> of(String traceId) {
    var spans = new ArrayList<Span>();
    AcceptanceDeployment.kubectl("logs", "-l", "app.kubernetes.io/name=traces", "--tail=-1")
        .lines()
        .filter(line -> line.startsWith("{\"resourceSpans\""))
        .forEach(line -> read(line, traceId, spans));
    return spans;
  }

  private static void read(String line, String traceId, List<Span> spans) {
    for (var resource : parse(line).path("resourceSpans")) {
      var service = service(resource.path("resource").path("attributes"));
      for (var scope : resource.path("scopeSpans")) {
        for (var span : scope.path("spans")) {
          if (span.path("traceId").asText().equals(traceId)) {
            spans.add(
                new Span(
                    span.path("spanId").asText(),
                    span.path("parentSpanId").asText(),
                    service,
                    span.path("name").asText()));
          }
        }
      }
    }
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String service(JsonNode attributes) {
    for (var attribute : attributes) {
      if (attribute.path("key").asText().equals("service.name")) {
        return attribute.path("value").path("stringValue").asText();
      }
    }
    return "";
  }
}
