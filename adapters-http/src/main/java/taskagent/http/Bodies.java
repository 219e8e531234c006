package taskagent.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/** Reads bodies, within limits of size and time, and tells what type they are of. */
final class Bodies {

  /** The most bytes that a body may have (spec §5). */
  static final int BYTES_AT_MOST = 64 * 1024;

  /**
   * Bodies up to this size are read to their end though they are refused, so that a client that
   * sends before it reads gets the answer, not a broken connection. Larger ones are cut off.
   */
  static final int DRAINED_AT_MOST = 1024 * 1024;

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
    boolean large = request.headers().contentLength().orElse(0) > BYTES_AT_MOST;
    if (large && request.headers().containsToken(HeaderValues.EXPECT_100)) {
      throw tooLarge(); // and the client, which asked before sending it, will not send it
    }
    slow.begin();
    try {
      var in = content.inputStream();
      var bytes = in.readNBytes(BYTES_AT_MOST + 1);
      if (bytes.length > BYTES_AT_MOST) {
        in.transferTo(OutputStream.nullOutputStream());
        throw tooLarge();
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

  private static Refused tooLarge() {
    return Refused.because(
        Status.REQUEST_ENTITY_TOO_LARGE_413,
        "The body must have at most " + BYTES_AT_MOST + " bytes.");
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
