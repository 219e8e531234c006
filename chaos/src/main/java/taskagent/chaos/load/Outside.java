package taskagent.chaos.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whoever is notified and subscribes to events: takes everything, but the notifications of those
 * who are {@link Requests#UNREACHABLE}; and may itself be ill.
 */
public final class Outside implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Longer than anybody waits for an answer. */
  private static final Duration HANGING = Duration.ofSeconds(20);

  private final HttpServer server;
  private final Map<String, Set<String>> notified = new ConcurrentHashMap<>();
  private final Map<String, Map<Long, String>> published = new ConcurrentHashMap<>();
  private final Map<String, Instant> overdue = new ConcurrentHashMap<>();
  private final Set<String> troubled = ConcurrentHashMap.newKeySet();
  private final Set<String> compensated = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Runnable> onceTaken = new AtomicReference<>(Outside::nothing);
  private final AtomicReference<Runnable> beforeRefusal = new AtomicReference<>(Outside::nothing);
  private final AtomicReference<Runnable> onceRefused = new AtomicReference<>(Outside::nothing);
  private final Set<String> handedOn = ConcurrentHashMap.newKeySet();
  private final AtomicInteger again = new AtomicInteger();
  private volatile Health health = Health.WELL;

  /** How the receiver of notifications is. */
  public enum Health {
    WELL(true),
    /** It says that it cannot now, and when to ask again. */
    NOT_NOW(false),
    /** It says that it is somewhere else. */
    MOVED(false),
    /** It ends each connection without an answer. */
    AWAY(false),
    /** It takes a notification, and then fails to say so. */
    TAKES_AND_FAILS(true),
    /** It takes a notification, and never answers. */
    TAKES_AND_HANGS(true);

    private final boolean takes;

    Health(boolean takes) {
      this.takes = takes;
    }
  }

  /** At an address of this machine, on a free port. */
  public Outside(InetAddress address) {
    try {
      server = HttpServer.create(new InetSocketAddress(address, 0), 1_024);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/notifications", this::takeNotification);
    server.createContext("/events", this::takeEvent);
    server.start();
  }

  /** The settings with which the system tells it of everything, and forgets nothing. */
  public Map<String, String> settings() {
    var host = server.getAddress().getAddress().getHostAddress();
    var address = "http://" + host + ":" + server.getAddress().getPort();
    return Map.of(
        "notify-channel",
        "webhook",
        "notify-webhook-url",
        address + "/notifications",
        "events-webhook-url",
        address + "/events",
        "chat-exchanges-kept",
        "1000");
  }

  /** From now on it is like that. */
  public void become(Health now) {
    health = now;
  }

  /** Does something once, when the next notification was taken, and before that is answered. */
  public void onceTaken(Runnable something) {
    onceTaken.set(something);
  }

  /** Does something once, just before the next notification is refused for good. */
  public void beforeRefusal(Runnable something) {
    beforeRefusal.set(something);
  }

  /** Does something once, as soon as the next notification was refused for good. */
  public void onceRefused(Runnable something) {
    onceRefused.set(something);
  }

  /** How often an event came in that had come in before. */
  public int again() {
    return again.get();
  }

  /** The distinct keys of notifications that it took, by task. */
  public Map<String, Set<String>> notified() {
    return notified;
  }

  /** The tasks of which it did not take a notification well. */
  public Set<String> troubled() {
    return troubled;
  }

  /** The types of the events that it took, by task and version. */
  public Map<String, Map<Long, String>> published() {
    return published;
  }

  /** When it first heard of each task that is overdue. */
  public Map<String, Instant> overdue() {
    return overdue;
  }

  /** The tasks of the sagas whose compensation it heard of. */
  public Set<String> compensated() {
    return compensated;
  }

  private static void nothing() {}

  private void takeNotification(HttpExchange exchange) throws IOException {
    try (exchange) {
      var notification = JSON.readTree(exchange.getRequestBody());
      var key = String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
      var task = notification.path("task_id").asText();
      if (health.takes) {
        notified.computeIfAbsent(task, _ -> ConcurrentHashMap.newKeySet()).add(key);
      }
      if (health != Health.WELL) {
        troubled.add(task);
      }
      boolean unreachable = notification.path("assignee").asText().equals(Requests.UNREACHABLE);
      (unreachable ? beforeRefusal : onceTaken).getAndSet(Outside::nothing).run();
      answer(exchange, unreachable);
      if (unreachable) {
        onceRefused.getAndSet(Outside::nothing).run();
      }
    }
  }

  private void answer(HttpExchange exchange, boolean unreachable) throws IOException {
    switch (health) {
      case WELL -> exchange.sendResponseHeaders(unreachable ? 422 : 204, -1);
      case NOT_NOW -> {
        exchange.getResponseHeaders().set("Retry-After", "1");
        exchange.sendResponseHeaders(503, -1);
      }
      case MOVED -> {
        exchange.getResponseHeaders().set("Location", "/elsewhere");
        exchange.sendResponseHeaders(307, -1);
      }
      case AWAY -> {} // whoever called this closes the exchange
      case TAKES_AND_FAILS -> exchange.sendResponseHeaders(500, -1);
      case TAKES_AND_HANGS -> {
        try {
          Thread.sleep(HANGING);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  private void takeEvent(HttpExchange exchange) throws IOException {
    try (exchange) {
      var now = Instant.now();
      var event = JSON.readTree(exchange.getRequestBody());
      var subject = event.path("subject").asText();
      var type = event.path("type").asText();
      if (!handedOn.add(event.path("id").asText())) {
        again.incrementAndGet();
      }
      if (type.equals("saga.compensated")) {
        compensated.add(subject);
      } else if (type.startsWith("task.")) {
        if (type.equals("task.overdue")) {
          overdue.putIfAbsent(subject, now);
        }
        published
            .computeIfAbsent(subject, _ -> new ConcurrentHashMap<>())
            .put(event.path("data").path("version").asLong(), type);
      }
      exchange.sendResponseHeaders(204, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
