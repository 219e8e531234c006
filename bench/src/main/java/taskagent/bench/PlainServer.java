package taskagent.bench;

import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http1.Http1Config;

/**
 * The least that a Helidon server can do: the same text for {@code GET /}. What Task Agent does for
 * a request comes on top. Runs in a process of its own.
 */
final class PlainServer {

  private PlainServer() {}

  /** Serves until it is killed. */
  public static void main(String... args) {
    var server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .featuresDiscoverServices(false)
            .protocolsDiscoverServices(false)
            .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
            .addProtocol(Http1Config.create())
            .routing(routing -> routing.get("/", (_, response) -> response.send("Hello")))
            .build()
            .start();
    System.out.println("Plain server is ready at http://127.0.0.1:" + server.port());
  }
}
