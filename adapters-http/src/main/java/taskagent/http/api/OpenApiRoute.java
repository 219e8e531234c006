package taskagent.http.api;

import io.helidon.http.Header;
import io.helidon.http.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import taskagent.domain.access.Operation;
import taskagent.http.answer.Answer;
import taskagent.http.route.Route;
import taskagent.http.route.Route.Load;

/** The OpenAPI document. */
public final class OpenApiRoute {

  private static final Optional<Header> CONTENT_TYPE = Answer.contentType("application/yaml");

  private static final String DOCUMENT = "/taskagent/http/openapi.yaml";

  private OpenApiRoute() {}

  static List<Route> routes() {
    return List.of(
        Route.get(
            "/openapi.yaml",
            Operation.PUBLIC,
            Load.NONE,
            _ -> Answer.of(Status.OK_200, CONTENT_TYPE, document())));
  }

  /** Returns the document in UTF-8. */
  public static byte[] document() {
    try (var in = OpenApiRoute.class.getResourceAsStream(DOCUMENT)) {
      if (in == null) {
        throw new IllegalStateException(DOCUMENT + " is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(DOCUMENT + " cannot be read", e);
    }
  }
}
