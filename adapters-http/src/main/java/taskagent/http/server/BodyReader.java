package taskagent.http.server;

import static java.lang.System.Logger.Level.DEBUG;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import taskagent.http.answer.Problem;
import taskagent.http.answer.ProblemException;
import taskagent.http.body.JsonBody;

/** Reads bodies within limits of size and time. */
final class BodyReader {

  /**
   * A refused body up to this size is read to its end, so that the connection stays usable. After
   * the answer to a larger one, the connection is closed; see {@link #drain}.
   */
  private static final int SKIPPED_AT_MOST = 1024 * 1024;

  private static final System.Logger LOGGER = System.getLogger("taskagent.http");

  private static final Problem TOO_LARGE =
      Problem.of(
          Status.REQUEST_ENTITY_TOO_LARGE_413,
          "The body must have at most " + JsonBody.BYTES_AT_MOST + " bytes.");

  private static final byte[] NOTHING = {};

  private final SlowClients slow;

  BodyReader(SlowClients slow) {
    this.slow = slow;
  }

  /**
   * Returns the body of a request.
   *
   * @throws ProblemException with 413 if it is too large
   */
  byte[] read(ServerRequest request) {
    var content = request.content();
    if (!content.hasEntity()) {
      return NOTHING;
    }
    long length = request.headers().contentLength().orElse(0);
    if (length > JsonBody.BYTES_AT_MOST && asksBeforeItSends(request)) {
      throw new ProblemException(TOO_LARGE); // the client has not sent it yet, and will not
    }
    if (length > SKIPPED_AT_MOST) {
      throw ProblemException.last(TOO_LARGE);
    }
    slow.begin();
    try {
      var in = content.inputStream();
      var bytes = in.readNBytes(JsonBody.BYTES_AT_MOST + 1);
      if (bytes.length > JsonBody.BYTES_AT_MOST) {
        in.readNBytes(SKIPPED_AT_MOST - bytes.length);
        throw in.read() < 0 ? new ProblemException(TOO_LARGE) : ProblemException.last(TOO_LARGE);
      }
      return bytes;
    } catch (DataReader.InsufficientDataAvailableException | IOException e) {
      throw new CloseConnectionException(
          "the client disconnected before its request was complete", e);
    } catch (RequestException e) {
      throw ProblemException.last(TransportProblems.problem(e.status(), e.getMessage()));
    } catch (NumberFormatException e) { // thrown by Helidon for an ill-formed chunk size
      throw ProblemException.last(TransportProblems.problem(Status.BAD_REQUEST_400, ""));
    } finally {
      slow.end();
    }
  }

  /**
   * Reads the rest of a request that was already answered, within the client timeout. If the
   * connection were closed earlier, it would be reset, and a client that is still sending would
   * lose the answer.
   */
  void drain(ServerRequest request) {
    if (asksBeforeItSends(request)) {
      return; // reading would make the client send it
    }
    slow.begin();
    try {
      request.content().consume();
    } catch (RuntimeException e) {
      LOGGER.log(DEBUG, "cannot read the rest of a refused request", e); // it has its answer
    } finally {
      slow.end();
    }
  }

  private static boolean asksBeforeItSends(ServerRequest request) {
    return request.headers().containsToken(HeaderValues.EXPECT_100);
  }
}
