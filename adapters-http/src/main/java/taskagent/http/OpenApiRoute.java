package taskagent.http;

import io.helidon.http.Header;
import io.helidon.http.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import taskagent.http.Route.Load;

/** The API's document. */
final class OpenApiRoute {

  private static final Optional<Header> CONTENT_TYPE = Answer.contentType("application/yaml");

  private OpenApiRoute() {}

  static List<Route> routes() {
    return List.of(
        Route.get(
            "/openapi.yaml", Load.NONE, _ -> Answer.of(Status.OK_200, CONTENT_TYPE, document())));
  }

  /** The document, in UTF-8. */
  static byte[] document() {
    try (var in = OpenApiRoute.class.getResourceAsStream("openapi.yaml")) {
      if (in == null) {
        throw new IllegalStateException("openapi.yaml is not where this class is");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("openapi.yaml cannot be read", e);
    }
  }
}
