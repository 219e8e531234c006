package taskagent.acceptance;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import taskagent.testing.server.HttpStub;
import taskagent.testing.server.HttpStub.Request;
import taskagent.testing.server.HttpStub.Response;

/** The receivers of notifications and of events. A scenario can make them slow, or fail. */
final class Receivers implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ALWAYS = Integer.MAX_VALUE;
  private static final int TAKEN = 204;
  private static final int TOO_MANY = 429;
  private static final int FAILED = 500;
  private static final int UNAVAILABLE = 503;
  private static final Duration HELD_AT_MOST = Duration.ofSeconds(60);

  private final HttpStub stub;
  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  private final Set<String> eventIds = ConcurrentHashMap.newKeySet();
  private final Map<String, String> refused = new ConcurrentHashMap<>();
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();
  private final Map<String, Duration> delays = new ConcurrentHashMap<>();
  private final Map<String, Duration> postponed = new ConcurrentHashMap<>();
  private final Map<String, Integer> held = new HashMap<>();
  private volatile boolean down;

  /** A notification that arrived, and whether the receiver took it. */
  record Delivery(String task, String key, int attempt, Instant at, boolean taken) {}

  /** An event that arrived. */
  private record Event(String id, String type, String subject) {}

  /** Creates receivers that only this machine can reach. */
  Receivers() {
    this(InetAddress.getLoopbackAddress());
  }

  /** Creates receivers at an address of this machine. */
  Receivers(InetAddress address) {
    stub =
        new HttpStub(address, 0)
            .on("/notifications", this::notified)
            .on("/events", this::published);
  }

  String notificationsAddress() {
    return stub.address() + "/notifications";
  }

  String eventsAddress() {
    return stub.address() + "/events";
  }

  /** Makes all notifications of this task fail. */
  void fail(String task) {
    failures.put(task, ALWAYS);
  }

  /** Makes the next notifications of this task fail. */
  void fail(String task, int times) {
    failures.put(task, times);
  }

  /** Makes the receiver answer the next notification of this task that it must come later. */
  void postpone(String task, Duration wait) {
    postponed.put(task, wait);
  }

  /** Makes the receiver refuse the events of a type about a subject; empty for none. */
  void refuse(String subject, String type) {
    refused.put(subject, type);
  }

  /** Makes the receiver of notifications unavailable, or available again. */
  void down(boolean isDown) {
    down = isDown;
  }

  /** Makes notifications of tasks whose id has this prefix take this long. */
  void delay(String task, Duration delay) {
    delays.put(task, delay);
  }

  /** Holds notifications of tasks whose id has this prefix until the agent has died so often. */
  synchronized void hold(String task, int deaths) {
    held.put(task, deaths);
  }

  /** Lets those notifications go on that waited for this. */
  synchronized void agentDied() {
    held.replaceAll((_, deaths) -> deaths - 1);
    held.values().removeIf(deaths -> deaths == 0);
    notifyAll();
  }

  private synchronized void awaitRelease(String task) {
    long end = System.nanoTime() + HELD_AT_MOST.toNanos();
    try {
      while (held.keySet().stream().anyMatch(task::startsWith) && System.nanoTime() < end) {
        wait(HELD_AT_MOST.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  List<Delivery> deliveries(String task) {
    return deliveries.stream().filter(d -> d.task().equals(task)).toList();
  }

  /** Returns how many notifications failed, of tasks whose id has this prefix. */
  long failed(String task) {
    return deliveries.stream().filter(d -> !d.taken() && d.task().startsWith(task)).count();
  }

  /** Returns the types of the events about a subject, each event once, as they arrived first. */
  List<String> events(String subject) {
    return events.stream().filter(e -> e.subject().equals(subject)).map(Event::type).toList();
  }

  private Response notified(Request request) throws IOException {
    var task = JSON.readTree(request.body()).path("task_id").asText();
    var wait = postponed.remove(task);
    if (wait != null) {
      return Response.of(TOO_MANY).with("Retry-After", Long.toString(wait.toSeconds()));
    }
    boolean fails = fails(task);
    deliveries.add(
        new Delivery(
            task,
            request.header("Idempotency-Key").orElse(""),
            request.header("Notification-Attempt").map(Integer::parseInt).orElse(0),
            Instant.now(),
            !fails));
    delays.forEach(
        (prefix, delay) -> {
          if (task.startsWith(prefix)) {
            Waiting.pass(delay);
          }
        });
    awaitRelease(task);
    return Response.of(down ? UNAVAILABLE : fails ? FAILED : TAKEN);
  }

  private boolean fails(String task) {
    var left = failures.getOrDefault(task, 0);
    if (left > 0 && left != ALWAYS) {
      failures.put(task, left - 1); // there is one notification of a task at a time
    }
    return down || left > 0;
  }

  /** A consumer drops an event whose id it has seen (specification §6). */
  private Response published(Request request) throws IOException {
    var event = JSON.readTree(request.body());
    var id = event.path("id").asText();
    var type = event.path("type").asText();
    var subject = event.path("subject").asText();
    if (refused.getOrDefault(subject, "").equals(type)) {
      return Response.of(FAILED);
    }
    if (eventIds.add(id)) {
      events.add(new Event(id, type, subject));
    }
    return Response.of(TAKEN);
  }

  @Override
  public void close() {
    stub.close();
  }
}
