package taskagent.http.body;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.util.Locale;
import taskagent.http.answer.ProblemException;

/** Requirements on every body: JSON in UTF-8, of limited size. */
public final class JsonBody {

  /** The maximum size of a body (specification §5). */
  public static final int BYTES_AT_MOST = 64 * 1024;

  private JsonBody() {}

  /**
   * Checks the content type of a request with a body.
   *
   * @throws ProblemException with 415 if it is not JSON in UTF-8
   */
  public static void requireJson(ServerRequest request) {
    if (!request.headers().contains(HeaderNames.CONTENT_TYPE)
        || !json(request.headers().get(HeaderNames.CONTENT_TYPE).get())) {
      throw ProblemException.because(
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

  /** Returns true if the parameters name no other encoding. */
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
