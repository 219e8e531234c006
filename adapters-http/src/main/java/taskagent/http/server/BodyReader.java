package taskagent.http.server;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import taskagent.http.answer.Problem;
import taskagent.http.answer.ProblemException;
import taskagent.http.body.JsonBody;
import taskagent.http.connection.Connection;
import taskagent.http.connection.RequestMemory;

/** Reads bodies within limits of size, memory and time. */
final class BodyReader {

  /**
   * A refused body up to this size is read to its end, so that the connection stays usable. After
   * the answer to a larger one, the connection is closed; see {@link #linger}.
   */
  private static final int SKIPPED_AT_MOST = 1024 * 1024;

  private static final Problem TOO_LARGE =
      Problem.of(
          Status.REQUEST_ENTITY_TOO_LARGE_413,
          "The body must have at most " + JsonBody.BYTES_AT_MOST + " bytes.");

  private static final Problem NO_MEMORY =
      Problem.overloaded("The server has no memory for another body now.");

  private static final byte[] NOTHING = {};

  /** What a body costs: its bytes as they are read, the whole, and what is made of it. */
  private static final int COPIES = 4;

  /** What each body costs in addition. */
  private static final int OVERHEAD = 1024;

  private static final int PIECE = 2 * 1024;

  /**
   * Returns the body of a request. The memory for it is reserved before anything is read.
   *
   * @throws ProblemException with 413 if it is too large, and with 429 if there is no memory
   */
  byte[] read(ServerRequest request, RequestMemory memory) {
    var content = request.content();
    if (!content.hasEntity()) {
      return NOTHING;
    }
    long length = request.headers().contentLength().orElse(JsonBody.BYTES_AT_MOST);
    if (length > JsonBody.BYTES_AT_MOST && asksBeforeItSends(request)) {
      throw new ProblemException(TOO_LARGE); // the client has not sent it yet, and will not
    }
    if (length > SKIPPED_AT_MOST) {
      throw ProblemException.last(TOO_LARGE);
    }
    var connection = Connection.current();
    if (length > JsonBody.BYTES_AT_MOST) {
      memory.drops();
    } else if (memory.reserve(COPIES * length + OVERHEAD)) {
      memory.prepaid(length + OVERHEAD);
    } else {
      throw ProblemException.lastAndLater(NO_MEMORY);
    }
    connection.ifPresent(Connection::beginWait);
    try {
      return bytes(content.inputStream(), (int) length);
    } catch (DataReader.InsufficientDataAvailableException | IOException e) {
      throw new CloseConnectionException(
          "the client disconnected before its request was complete", e);
    } catch (RequestException e) {
      throw ProblemException.last(TransportProblems.problem(e.status(), e.getMessage()));
    } catch (NumberFormatException e) { // thrown by Helidon for an ill-formed chunk size
      throw ProblemException.last(TransportProblems.problem(Status.BAD_REQUEST_400, ""));
    } finally {
      connection.ifPresent(Connection::endWait);
    }
  }

  /** Reads a body of at most this length, and drops a longer one. */
  private static byte[] bytes(InputStream in, int length) throws IOException {
    int left = SKIPPED_AT_MOST;
    if (length <= JsonBody.BYTES_AT_MOST) {
      var bytes = in.readNBytes(length);
      if (in.read() < 0) {
        return bytes;
      }
      left -= length + 1;
    }
    var dropped = new byte[PIECE];
    int read = 0;
    while (left > 0 && read >= 0) {
      read = in.read(dropped, 0, Math.min(left, dropped.length));
      left -= Math.max(0, read);
    }
    boolean ended = read < 0 || in.read() < 0;
    throw ended ? new ProblemException(TOO_LARGE) : ProblemException.last(TOO_LARGE);
  }

  /** Lets a client that is still sending a refused body read its answer. */
  void linger(ServerRequest request) {
    if (!asksBeforeItSends(request)) {
      Connection.current().ifPresent(Connection::linger);
    }
  }

  private static boolean asksBeforeItSends(ServerRequest request) {
    return request.headers().containsToken(HeaderValues.EXPECT_100);
  }
}
