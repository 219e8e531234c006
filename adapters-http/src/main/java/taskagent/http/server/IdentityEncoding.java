package taskagent.http.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.util.List;

/**
 * Removes {@code Content-Encoding: identity}, which says that the body is not encoded (RFC 9110
 * §12.5.3). Helidon would refuse any {@code Content-Encoding}.
 *
 * <p>It calls another listener itself, because Helidon 4.5 calls none if there are two.
 */
public final class IdentityEncoding implements Http1ConnectionListener {

  private final Http1ConnectionListener next;

  /** Creates a listener that also passes everything on to another. */
  public IdentityEncoding(Http1ConnectionListener next) {
    this.next = next;
  }

  @Override
  public void prologue(ConnectionContext context, HttpPrologue prologue) {
    next.prologue(context, prologue);
  }

  @Override
  public void headers(ConnectionContext context, Headers headers) {
    next.headers(context, headers);
    if (headers instanceof WritableHeaders<?> request
        && request.contains(HeaderNames.CONTENT_ENCODING)
        && request.all(HeaderNames.CONTENT_ENCODING, List::of).stream()
            .allMatch(value -> value.strip().equalsIgnoreCase("identity"))) {
      request.remove(HeaderNames.CONTENT_ENCODING);
    }
  }
}
