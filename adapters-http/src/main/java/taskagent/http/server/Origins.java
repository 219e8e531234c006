package taskagent.http.server;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import taskagent.http.answer.Answer;

/**
 * The web pages whose requests may change something, and what their browsers must be told (CORS).
 *
 * <p>A browser sends simple requests of any page without asking this server first. It names the
 * page's origin in {@code Origin}, and in {@code Sec-Fetch-Site} how the origin relates to this
 * server. Other clients send neither header.
 */
final class Origins {

  private static final HeaderName FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");
  private static final Set<Method> READS = Set.of(Method.GET, Method.HEAD, Method.OPTIONS);

  private static final Header VARY = HeaderValues.createCached(HeaderNames.VARY, "Origin");
  private static final Header EXPOSED =
      HeaderValues.createCached(
          HeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, "ETag, Location, Retry-After, X-Request-Id");
  private static final Header ACCEPTED =
      HeaderValues.createCached(
          HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS,
          "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, traceparent, X-Request-Id");
  private static final Header MAX_AGE =
      HeaderValues.createCached(HeaderNames.ACCESS_CONTROL_MAX_AGE, "600");

  private final Set<String> named;

  /**
   * Creates the rule.
   *
   * @param named allowed origins, in lower case
   */
  Origins(Set<String> named) {
    this.named = named;
  }

  /** Returns true if the request may change something and is caused by a foreign page. */
  boolean foreignWrite(ServerRequest request, String host) {
    if (READS.contains(request.prologue().method()) || named(request).isPresent()) {
      return false;
    }
    return values(request, FETCH_SITE).contains("cross-site")
        || values(request, HeaderNames.ORIGIN).stream().anyMatch(origin -> !same(origin, host));
  }

  /** Returns true if the request names exactly one origin, which is this server. */
  static boolean own(ServerRequest request, String host) {
    var origins = values(request, HeaderNames.ORIGIN);
    return origins.size() == 1 && same(origins.getFirst(), host);
  }

  /** Returns true if an origin has this host and port. A scheme's default port may be left out. */
  private static boolean same(String origin, String host) {
    int scheme = origin.indexOf("://");
    var port =
        switch (origin.substring(0, Math.max(0, scheme))) {
          case "http" -> ":80";
          case "https" -> ":443";
          default -> "";
        };
    return !port.isEmpty()
        && without(port, origin.substring(scheme + 3))
            .equals(without(port, host.toLowerCase(Locale.ROOT)));
  }

  private static String without(String port, String authority) {
    return authority.endsWith(port)
        ? authority.substring(0, authority.length() - port.length())
        : authority;
  }

  /** Returns the answer with the headers that a browser needs to show it to an allowed page. */
  Answer answer(ServerRequest request, Answer answer) {
    if (named.isEmpty()) {
      return answer;
    }
    var varied = answer.with(VARY);
    var origin = named(request);
    if (origin.isEmpty()) {
      return varied;
    }
    var allowed = varied.with(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin.get());
    return preflight(request)
        ? methods(answer)
            .map(methods -> allowed.with(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, methods))
            .orElse(allowed)
            .with(ACCEPTED)
            .with(MAX_AGE)
        : allowed.with(EXPOSED);
  }

  private static boolean preflight(ServerRequest request) {
    return request.prologue().method().equals(Method.OPTIONS)
        && request.headers().contains(HeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
  }

  private static Optional<String> methods(Answer answer) {
    return answer.headers().stream()
        .filter(header -> header.headerName().equals(HeaderNames.ALLOW))
        .map(Header::get)
        .findFirst();
  }

  /** Returns the origin of the request if it is the only one and is allowed. */
  private Optional<String> named(ServerRequest request) {
    var given = request.headers().all(HeaderNames.ORIGIN, List::of);
    return given.size() == 1 && named.contains(given.getFirst().toLowerCase(Locale.ROOT))
        ? Optional.of(given.getFirst())
        : Optional.empty();
  }

  private static List<String> values(ServerRequest request, HeaderName name) {
    return request.headers().all(name, List::of).stream()
        .map(value -> value.strip().toLowerCase(Locale.ROOT))
        .toList();
  }
}
