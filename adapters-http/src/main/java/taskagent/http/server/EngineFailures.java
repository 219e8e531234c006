package taskagent.http.server;

import static java.lang.System.Logger.Level.ERROR;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import taskagent.domain.access.AccessRefused;
import taskagent.domain.port.Removed;
import taskagent.domain.port.Unavailable;
import taskagent.http.access.Refusals;
import taskagent.http.answer.Answer;
import taskagent.http.answer.Problem;
import taskagent.http.answer.ProblemException;
import taskagent.http.answer.RawPaths;
import taskagent.json.UnreadableDocument;

/**
 * The answers to requests that failed. This is the only place that chooses them, so that a failure
 * is answered in the same way whichever request met it, on either engine.
 */
final class EngineFailures {

  private static final System.Logger LOGGER = System.getLogger("taskagent.http");

  private EngineFailures() {}

  /** Returns the answer, and logs what only an operator can repair. */
  static Answer answer(ServerRequest request, Throwable failure, String requestId, String trace) {
    var path = RawPaths.of(request);
    return switch (failure) {
      case ProblemException e -> e.answer(path);
      case AccessRefused e -> Refusals.of(e.decision(), path);
      case Removed e -> Problem.removed(e.reason(), e.at()).answer(path);
      case Unavailable e ->
          switch (e.kind()) {
            case OUT_OF_REACH -> Problem.unavailable(e.reason()).answer(path, retryAfter(e));
            case OVERLOADED -> Problem.overloaded(e.reason()).answer(path, retryAfter(e));
            case DAMAGED -> damaged(request, e.reason(), requestId, trace);
          };
      case UnreadableDocument e ->
          damaged(request, "a document cannot be read: " + e.getMessage(), requestId, trace);
      default -> {
        LOGGER.log(ERROR, failed(request, requestId, trace), failure);
        yield Problem.of(
                Status.INTERNAL_SERVER_ERROR_500,
                "An internal error occurred. The log has the details under request "
                    + requestId
                    + ".")
            .answer(path);
      }
    };
  }

  /** Has no {@code Retry-After} and no stack trace, because only a repair of the data helps. */
  private static Answer damaged(
      ServerRequest request, String reason, String requestId, String trace) {
    LOGGER.log(ERROR, failed(request, requestId, trace) + ": " + reason);
    return Problem.of(
            Status.INTERNAL_SERVER_ERROR_500,
            "What is stored about this cannot be read. The log has the details under request "
                + requestId
                + ".")
        .answer(RawPaths.of(request));
  }

  private static String failed(ServerRequest request, String requestId, String trace) {
    return "%s %s failed request=%s trace=%s"
        .formatted(
            request.prologue().method().text(),
            RawPaths.uri(RawPaths.of(request)),
            requestId,
            trace);
  }

  private static long retryAfter(Unavailable e) {
    return e.retryAfter().plusMillis(999).toSeconds();
  }
}
