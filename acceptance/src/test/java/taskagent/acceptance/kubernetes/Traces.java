package taskagent.acceptance.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The spans that were sent to the collector, which writes them into its log as OTLP's JSON. */
public final class Traces {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Traces() {}

  /**
   * A span.
   *
   * @param parent the id of the one that it is under; empty if it is the first
   * @param service who sent it
   */
  public record Span(String id, String parent, String service, String name) {}

  /** Those of one trace that have come so far, in no order. */
  public static List<Span> of(String traceId) {
    var spans = new ArrayList<Span>();
    Deployment.kubectl("logs", "-l", "app.kubernetes.io/name=traces", "--tail=-1")
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
