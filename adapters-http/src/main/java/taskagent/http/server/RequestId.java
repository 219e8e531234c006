package taskagent.http.server;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** The id of a request, in answers and in the log: from the client, or random. */
final class RequestId {

  /** The header. */
  static final HeaderName NAME = HeaderNames.create("X-Request-Id");

  private static final int LENGTH_AT_MOST = 128;

  private RequestId() {}

  static String of(ServerRequest request) {
    if (request.headers().contains(NAME)) {
      var given = request.headers().get(NAME).get();
      if (usable(given)) {
        return given;
      }
    }
    return random();
  }

  static String random() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  /** Returns true if the id can be sent back and logged safely. */
  private static boolean usable(String id) {
    return !id.isEmpty()
        && id.length() <= LENGTH_AT_MOST
        && id.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '"' && c != '<' && c != '>');
  }
}
