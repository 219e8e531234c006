package taskagent.acceptance.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes notifications, slowly; refuses for good those of workflows whose id says so. */
final class Receiver implements AutoCloseable {

  /** In the id of a task whose notification is refused. */
  static final String REFUSED = "refused";

  private final HttpServer server;
  private final ScheduledExecutorService later = Executors.newScheduledThreadPool(2);
  private final Map<String, Set<String>> keys = new ConcurrentHashMap<>();
  private final AtomicInteger deliveries = new AtomicInteger();
  private final Random random;
  private final int fastestMillis;
  private final int slowestMillis;

  /** A receiver that takes so long to answer. */
  Receiver(long seed, int fastestMillis, int slowestMillis) {
    this.random = new Random(seed);
    this.fastestMillis = fastestMillis;
    this.slowestMillis = slowestMillis;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::take);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/notifications";
  }

  /** The distinct keys under which notifications of a workflow came in. */
  Set<String> keys(String workflow) {
    return keys.getOrDefault(workflow, Set.of());
  }

  /** How many came in, repeated ones included. */
  int deliveries() {
    return deliveries.get();
  }

  private void take(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    var key = String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
    var workflow = key.substring(0, Math.max(0, key.indexOf('/')));
    keys.computeIfAbsent(workflow, _ -> ConcurrentHashMap.newKeySet()).add(key);
    deliveries.incrementAndGet();
    int status = workflow.contains(REFUSED) ? 400 : 204;
    int delay;
    synchronized (random) {
      delay = random.nextInt(fastestMillis, slowestMillis);
    }
    var _ = later.schedule(() -> answer(exchange, status), delay, TimeUnit.MILLISECONDS);
  }

  private static void answer(HttpExchange exchange, int status) {
    try (exchange) {
      exchange.sendResponseHeaders(status, -1);
    } catch (IOException e) {
      // whoever asked was killed meanwhile
    }
  }

  @Override
  public void close() {
    server.stop(0);
    later.shutdownNow();
  }
}
