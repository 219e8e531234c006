package taskagent.http.access;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The cookie in which a browser keeps the token of its user. No script can read it, and the browser
 * sends it with requests of this server's own page only.
 */
final class TokenCookie {

  private static final String NAME = "taskagent_token";
  private static final String ATTRIBUTES = "; Path=/; HttpOnly; SameSite=Strict";
  private static final HeaderName FORWARDED_PROTO = HeaderNames.create("X-Forwarded-Proto");
  private static final Pattern FORWARDED_BY_HTTPS =
      Pattern.compile("(^|[;,\\s])proto=\"?https\\b", Pattern.CASE_INSENSITIVE);

  private TokenCookie() {}

  /** Returns the token in the cookie of a request; empty if there is no such cookie. */
  static Optional<String> of(ServerRequest request) {
    for (var header : request.headers().all(HeaderNames.COOKIE, List::of)) {
      for (var pair : header.split(";", -1)) {
        var cookie = pair.strip();
        if (cookie.startsWith(NAME + "=")) {
          return Optional.of(cookie.substring(NAME.length() + 1)).filter(token -> !token.isEmpty());
        }
      }
    }
    return Optional.empty();
  }

  /** Returns the header that has the browser keep a token, until the browser is closed. */
  static Header keep(ServerRequest request, String token) {
    return header(request, token, "");
  }

  /** Returns the header that has the browser forget the token. */
  static Header forget(ServerRequest request) {
    return header(request, "", "; Max-Age=0");
  }

  private static Header header(ServerRequest request, String token, String age) {
    return HeaderValues.create(
        HeaderNames.SET_COOKIE,
        NAME + "=" + token + ATTRIBUTES + age + (byHttps(request) ? "; Secure" : ""));
  }

  /** This server itself has no TLS; a proxy before it, or the browser, says that there is some. */
  private static boolean byHttps(ServerRequest request) {
    return values(request, HeaderNames.ORIGIN).stream().anyMatch(o -> o.startsWith("https://"))
        || values(request, FORWARDED_PROTO).stream().anyMatch(proto -> proto.startsWith("https"))
        || values(request, HeaderNames.FORWARDED).stream()
            .anyMatch(by -> FORWARDED_BY_HTTPS.matcher(by).find());
  }

  private static List<String> values(ServerRequest request, HeaderName name) {
    return request.headers().all(name, List::of).stream()
        .map(value -> value.strip().toLowerCase(Locale.ROOT))
        .toList();
  }
}
