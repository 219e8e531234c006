package taskagent.bench.server;

import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http1.Http1Config;

/**
 * A minimal Helidon server, which answers {@code GET /} with a constant text, for comparison. Runs
 * in a process of its own.
 */
public final class PlainServer {

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
