package taskagent.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;

/** Takes events, and drops one whose id it has seen, as a consumer does (spec §6). */
public final class Subscriber implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpServer server;
  private final Set<String> ids = new HashSet<>();
  private final Map<String, List<String>> types = new ConcurrentHashMap<>();

  private boolean holding;
  private int held;

  /** On a free port. */
  public Subscriber() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::take);
    server.start();
  }

  /** Where it takes events. */
  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/events";
  }

  /** The types of the events about a subject, in the order in which they came first. */
  public synchronized List<String> types(String subject) {
    return List.copyOf(types.getOrDefault(subject, List.of()));
  }

  /** Waits until the events of a task that was processed have come: those, and each once. */
  public void awaitProcessed(String task) {
    Awaitility.await("the events of " + task)
        .pollDelay(Duration.ZERO)
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(types(task))
                    .containsExactlyInAnyOrder(
                        "task.created", "task.assigned", "task.deadline_set"));
  }

  /** From now on it keeps everybody waiting, and then takes nothing of them. */
  public synchronized void hold() {
    holding = true;
    held = 0;
  }

  /** Waits until so many wait. */
  public void awaitHeld(int atLeast) {
    Awaitility.await("events are being handed on").atMost(PATIENCE).until(() -> held() >= atLeast);
  }

  private synchronized int held() {
    return held;
  }

  /** From now on it takes events again. */
  public synchronized void letGo() {
    holding = false;
    notifyAll();
  }

  private synchronized boolean heldBack() {
    if (!holding) {
      return false;
    }
    held++;
    try {
      while (holding) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var event = JSON.readTree(exchange.getRequestBody());
      if (heldBack()) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      synchronized (this) {
        if (ids.add(event.path("id").asText())) {
          types
              .computeIfAbsent(event.path("subject").asText(), _ -> new ArrayList<>())
              .add(event.path("type").asText());
        }
      }
      exchange.sendResponseHeaders(204, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
