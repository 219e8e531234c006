package taskagent.http;

import static java.lang.System.Logger.Level.DEBUG;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.util.Locale;

/** Reads bodies, within limits of size and time, and tells what type they are of. */
final class Bodies {

  /** The most bytes that a body may have (spec §5). */
  static final int BYTES_AT_MOST = 64 * 1024;

  /**
   * Bodies up to this size are read to their end though they are refused, so that the connection is
   * as good as before. After the answer to a larger one it ends, see {@link #drain}.
   */
  private static final int SKIPPED_AT_MOST = 1024 * 1024;

  private static final System.Logger LOGGER = System.getLogger("taskagent.http");

  private static final Problem TOO_LARGE =
      Problem.of(
          Status.REQUEST_ENTITY_TOO_LARGE_413,
          "The body must have at most " + BYTES_AT_MOST + " bytes.");

  private static final byte[] NOTHING = {};

  private final SlowClients slow;

  Bodies(SlowClients slow) {
    this.slow = slow;
  }

  /**
   * The request's body, whatever the route makes of it.
   *
   * @throws Refused with 413 if it is too large
   */
  byte[] read(ServerRequest request) {
    var content = request.content();
    if (!content.hasEntity()) {
      return NOTHING;
    }
    long length = request.headers().contentLength().orElse(0);
    if (length > BYTES_AT_MOST && asksBeforeItSends(request)) {
      throw new Refused(TOO_LARGE); // and the client will not send it
    }
    if (length > SKIPPED_AT_MOST) {
      throw Refused.last(TOO_LARGE);
    }
    slow.begin();
    try {
      var in = content.inputStream();
      var bytes = in.readNBytes(BYTES_AT_MOST + 1);
      if (bytes.length > BYTES_AT_MOST) {
        in.readNBytes(SKIPPED_AT_MOST - bytes.length);
        throw in.read() < 0 ? new Refused(TOO_LARGE) : Refused.last(TOO_LARGE);
      }
      return bytes;
    } catch (DataReader.InsufficientDataAvailableException | IOException e) {
      throw new CloseConnectionException("the client left before its request was complete", e);
    } catch (RequestException e) {
      throw Refused.last(TransportProblems.problem(e.status(), e.getMessage()));
    } catch (NumberFormatException e) { // so Helidon says that a chunk's size is none
      throw Refused.last(TransportProblems.problem(Status.BAD_REQUEST_400, ""));
    } finally {
      slow.end();
    }
  }

  /**
   * Reads what is still to come of a request that was answered, for as long as a client may be
   * slow. A connection that is closed before is reset, and a client that sends before it reads
   * would lose the answer.
   */
  void drain(ServerRequest request) {
    if (asksBeforeItSends(request)) {
      return; // to read would be to ask for it
    }
    slow.begin();
    try {
      request.content().consume();
    } catch (RuntimeException e) {
      LOGGER.log(DEBUG, "the rest of a refused request", e); // its client has been told all
    } finally {
      slow.end();
    }
  }

  private static boolean asksBeforeItSends(ServerRequest request) {
    return request.headers().containsToken(HeaderValues.EXPECT_100);
  }

  /**
   * Checks that a body says that it is JSON.
   *
   * @throws Refused with 415 if it does not
   */
  static void requireJson(ServerRequest request) {
    if (!request.headers().contains(HeaderNames.CONTENT_TYPE)
        || !json(request.headers().get(HeaderNames.CONTENT_TYPE).get())) {
      throw Refused.because(
          Status.UNSUPPORTED_MEDIA_TYPE_415,
          "The body must be JSON in UTF-8, with the header Content-Type: application/json.");
    }
  }

  static boolean json(String contentType) {
    int semicolon = contentType.indexOf(';');
    var type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    return type.strip().equalsIgnoreCase("application/json")
        && (semicolon < 0 || utf8(contentType.substring(semicolon + 1)));
  }

  /** Whether the parameters name no other encoding. */
  private static boolean utf8(String parameters) {
    for (var parameter : parameters.split(";", -1)) {
      var text = parameter.strip().toLowerCase(Locale.ROOT);
      if (text.startsWith("charset=")) {
        var charset = text.substring("charset=".length()).replace("\"", "").strip();
        if (!charset.equals("utf-8") && !charset.equals("utf8")) {
          return false;
        }
      }
    }
    return true;
  }
}
