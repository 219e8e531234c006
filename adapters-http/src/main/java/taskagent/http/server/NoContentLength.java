package taskagent.http.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;

/**
 * Removes the {@code Content-Length: 0} that Helidon adds to answers with 204 and 304, where it is
 * not allowed (RFC 9110 §8.6). No other answer is empty.
 */
public final class NoContentLength implements Http1ConnectionListener {

  @Override
  public void headers(ConnectionContext context, Headers headers) {
    if (headers instanceof WritableHeaders<?> answer
        && answer.contains(HeaderValues.CONTENT_LENGTH_ZERO)) {
      answer.remove(HeaderNames.CONTENT_LENGTH);
    }
  }
}
