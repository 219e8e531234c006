package taskagent.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.regex.Pattern;

/**
 * Names the trace that a request belongs to: as its {@code traceparent} says, or itself.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
final class TraceId {

  /** The header. */
  static final HeaderName NAME = HeaderNames.create("traceparent");

  /** Version, trace, parent and flags; a trace of nothing but zeros is none. */
  private static final Pattern TRACEPARENT =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}.{0,200}");

  private TraceId() {}

  /** The trace's id; the request's own if it belongs to no other. */
  static String of(ServerRequest request, String requestId) {
    if (request.headers().contains(NAME)) {
      var given = TRACEPARENT.matcher(request.headers().get(NAME).get());
      if (given.matches()) {
        return given.group(1);
      }
    }
    return requestId;
  }
}
