package taskagent.http.server;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import taskagent.http.answer.Problem;

/**
 * Answers requests that Helidon refuses before they are dispatched, because they are malformed or
 * too large, with problem details. Helidon then closes the connection.
 */
public final class TransportProblems implements DirectHandler {

  private static final System.Logger LOGGER = System.getLogger("taskagent.http");

  /** The message of Helidon, with status 400. */
  private static final String HEADERS_TOO_LARGE = "Header size exceeded";

  private static final Status HEADERS_TOO_LARGE_431 =
      Status.create(431, "Request Header Fields Too Large");

  private final MetricsRegistry meters;

  private TransportProblems(MetricsRegistry meters) {
    this.meters = meters;
  }

  /** Returns the handlers of all kinds of refusals. */
  public static DirectHandlers handlers(MetricsRegistry meters) {
    var handlers = DirectHandlers.builder();
    for (var event : EventType.values()) {
      handlers.addHandler(event, new TransportProblems(meters));
    }
    return handlers.build();
  }

  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType event,
      Status status,
      ServerResponseHeaders headers,
      Throwable thrown) {
    if (status.equals(Status.INTERNAL_SERVER_ERROR_500)) {
      LOGGER.log(ERROR, "a request failed before it was dispatched", thrown);
    }
    return handle(request, event, status, headers, thrown.getMessage());
  }

  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType event,
      Status status,
      ServerResponseHeaders headers,
      @Nullable String message) {
    var problem = problem(status, message);
    var answer = problem.answer(path(request));
    meters.answered(Optional.empty(), problem.status(), 0);
    LOGGER.log(DEBUG, "refused with {0}: {1}", problem.status().codeText(), message);
    var response =
        TransportResponse.builder()
            .status(problem.status())
            .header(Dispatcher.NO_SNIFF)
            .header(RequestId.NAME, RequestId.random())
            .entity(answer.body());
    answer.contentType().ifPresent(response::header);
    return response.build();
  }

  private static String path(TransportRequest request) {
    var path = request.path();
    int query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }

  /**
   * Returns the problem that matches a refusal by Helidon.
   *
   * @param message the message of Helidon, which clients do not see
   */
  static Problem problem(Status status, @Nullable String message) {
    return switch (status.code()) {
      case 400 -> badRequest(message == null ? "" : message);
      case 414 -> Problem.of(status, "The path and query of the request are too long.");
      case 501 -> notImplemented(message == null ? "" : message);
      case 503 -> Problem.of(status, "The server has reached its limit of concurrent requests.");
      case 505 -> Problem.of(status, "The server supports HTTP/1.1 only.");
      default ->
          status.code() < 500
              ? Problem.of(status, "The request cannot be handled.")
              : Problem.of(Status.INTERNAL_SERVER_ERROR_500, "An internal error occurred.");
    };
  }

  private static Problem notImplemented(String message) {
    return Problem.of(
        Status.NOT_IMPLEMENTED_501,
        message.equals(StrictReader.METHOD_NOT_KNOWN)
            ? "There is no such method; methods are in upper case."
            : "This transfer encoding is not supported.");
  }

  private static Problem badRequest(String message) {
    if (message.contains(HEADERS_TOO_LARGE)) {
      return Problem.of(HEADERS_TOO_LARGE_431, "The headers are too large.");
    }
    if (message.contains(HeaderNames.CONTENT_ENCODING.defaultCase())) {
      return Problem.of(
          Status.UNSUPPORTED_MEDIA_TYPE_415,
          "The body must not be encoded; send it without the header Content-Encoding.");
    }
    return Problem.of(
        Status.BAD_REQUEST_400,
        message.contains(HeaderNames.HOST.defaultCase() + " header")
            ? "The request must have one well-formed Host header."
            : "The request is not well-formed HTTP.");
  }
}
