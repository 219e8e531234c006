package taskagent.acceptance.dapr;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * The least that a sidecar needs of an app: it is well, hosts no actors, and subscribes to a topic.
 */
final class StandIn implements AutoCloseable {

  static final String TOPIC = "probe";

  private static final String SUBSCRIPTION =
      "[{\"pubsubname\":\"pubsub\",\"topic\":\"" + TOPIC + "\",\"route\":\"/events\"}]";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** An app at that port, that asks for every event whether it is to be taken. */
  StandIn(int port, Predicate<String> takes) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/healthz", exchange -> answer(exchange, 200, "{}"));
    server.createContext("/dapr/config", exchange -> answer(exchange, 200, "{\"entities\":[]}"));
    server.createContext("/dapr/subscribe", exchange -> answer(exchange, 200, SUBSCRIPTION));
    server.createContext("/events", exchange -> take(exchange, takes));
    server.start();
  }

  private static void take(HttpExchange exchange, Predicate<String> takes) throws IOException {
    var event = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (takes.test(event)) {
      answer(exchange, 200, "{\"status\":\"SUCCESS\"}");
    } else {
      answer(exchange, 500, "{}");
    }
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    try (exchange) {
      var body = json.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
