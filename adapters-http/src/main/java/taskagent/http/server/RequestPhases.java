package taskagent.http.server;

import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import taskagent.http.connection.Connection;

/** Tells a connection when the headers of a request begin and end. */
public final class RequestPhases implements Http1ConnectionListener {

  /** The request line has arrived; the thread waits for the headers. */
  @Override
  public void prologue(ConnectionContext context, HttpPrologue prologue) {
    Connection.current().ifPresent(Connection::requestBegins);
  }

  /** The headers have arrived. */
  @Override
  public void headers(ConnectionContext context, Headers headers) {
    Connection.current().ifPresent(Connection::endWait);
  }
}
