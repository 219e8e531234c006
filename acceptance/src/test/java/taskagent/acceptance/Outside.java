package taskagent.acceptance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Whoever is told of tasks and subscribes to events: receivers that can be slow or fail. */
final class Outside implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ALWAYS = Integer.MAX_VALUE;

  private final HttpServer server;
  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  private final Set<String> eventIds = ConcurrentHashMap.newKeySet();
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();
  private final Map<String, Duration> delays = new ConcurrentHashMap<>();
  private volatile boolean down;

  /** A notification that came in, and whether it was taken. */
  record Delivery(String task, String key, Instant at, boolean taken) {}

  /**
   * An event that came in.
   *
   * @param version the task's, which tells the order; 0 for events of other kinds
   */
  private record Event(String id, String type, String subject, int version) {}

  /** On this machine alone. */
  Outside() {
    this(InetAddress.getLoopbackAddress());
  }

  /** At an address of this machine. */
  Outside(InetAddress address) {
    try {
      server = HttpServer.create(new InetSocketAddress(address, 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/notifications", this::notified);
    server.createContext("/events", this::published);
    server.start();
  }

  String notificationsAddress() {
    return address() + "/notifications";
  }

  String eventsAddress() {
    return address() + "/events";
  }

  private String address() {
    var address = server.getAddress();
    return "http://" + address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  /** Notifications of this task fail from now on. */
  void fail(String task) {
    failures.put(task, ALWAYS);
  }

  /** The next notifications of this task fail. */
  void fail(String task, int times) {
    failures.put(task, times);
  }

  /** Whether all notifications fail. */
  void down(boolean isDown) {
    down = isDown;
  }

  /** Notifications of tasks whose id begins like this take that long. */
  void delay(String task, Duration delay) {
    delays.put(task, delay);
  }

  List<Delivery> deliveries(String task) {
    return deliveries.stream().filter(d -> d.task().equals(task)).toList();
  }

  /** How many notifications were not taken, of tasks whose id begins like this. */
  long failed(String task) {
    return deliveries.stream().filter(d -> !d.taken() && d.task().startsWith(task)).count();
  }

  /**
   * The types of the events about a subject, each event counted once. They may overtake each other
   * on their way, so they are in the order that their versions tell.
   */
  List<String> events(String subject) {
    return events.stream()
        .filter(e -> e.subject().equals(subject))
        .sorted(Comparator.comparingInt(Event::version))
        .map(Event::type)
        .toList();
  }

  private void notified(HttpExchange exchange) throws IOException {
    try (exchange) {
      var task = JSON.readTree(exchange.getRequestBody()).path("task_id").asText();
      var key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
      boolean fails = fails(task);
      deliveries.add(new Delivery(task, key, Instant.now(), !fails));
      delays.forEach(
          (prefix, delay) -> {
            if (task.startsWith(prefix)) {
              Waiting.pass(delay);
            }
          });
      exchange.sendResponseHeaders(fails ? 500 : 204, -1);
    }
  }

  private boolean fails(String task) {
    var left = failures.getOrDefault(task, 0);
    if (left > 0 && left != ALWAYS) {
      failures.put(task, left - 1); // there is one notification of a task at a time
    }
    return down || left > 0;
  }

  /** A consumer drops an event whose id it has seen (spec §6). */
  private void published(HttpExchange exchange) throws IOException {
    try (exchange) {
      var event = JSON.readTree(exchange.getRequestBody());
      var id = event.path("id").asText();
      if (eventIds.add(id)) {
        events.add(
            new Event(
                id,
                event.path("type").asText(),
                event.path("subject").asText(),
                event.path("data").path("version").asInt()));
      }
      exchange.sendResponseHeaders(204, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
