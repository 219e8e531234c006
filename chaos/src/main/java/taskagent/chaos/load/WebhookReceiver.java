package taskagent.chaos.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import taskagent.testing.server.HttpStub;
import taskagent.testing.server.HttpStub.Request;
import taskagent.testing.server.HttpStub.Response;

/**
 * Receives notifications and events. It accepts all of them, except notifications of {@link
 * TaskRequestFactory#UNREACHABLE}, unless its health says otherwise.
 */
public final class WebhookReceiver implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Longer than any client waits for an answer. */
  private static final Duration HANG = Duration.ofSeconds(20);

  private final HttpStub stub;
  private final Map<String, Set<String>> notified = new ConcurrentHashMap<>();
  private final Map<String, Map<Long, String>> published = new ConcurrentHashMap<>();
  private final Map<String, Instant> overdue = new ConcurrentHashMap<>();
  private final Set<String> troubled = ConcurrentHashMap.newKeySet();
  private final Set<String> compensated = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Runnable> onNextAccepted =
      new AtomicReference<>(WebhookReceiver::nothing);
  private final AtomicReference<Runnable> beforeNextRefusal =
      new AtomicReference<>(WebhookReceiver::nothing);
  private final AtomicReference<Runnable> onNextRefused =
      new AtomicReference<>(WebhookReceiver::nothing);
  private final Set<String> eventIds = ConcurrentHashMap.newKeySet();
  private final AtomicInteger duplicates = new AtomicInteger();
  private volatile Health health = Health.OK;

  /** How the receiver answers notifications. */
  public enum Health {
    OK(true),
    /** Answers 503 with Retry-After. */
    BUSY(false),
    /** Answers with a redirect. */
    REDIRECTS(false),
    /** Closes each connection without an answer. */
    UNAVAILABLE(false),
    /** Accepts a notification but answers 500. */
    ACCEPTS_AND_FAILS(true),
    /** Accepts a notification and never answers. */
    ACCEPTS_AND_HANGS(true);

    private final boolean accepts;

    Health(boolean accepts) {
      this.accepts = accepts;
    }
  }

  /** Starts it at an address of this machine, on a free port. */
  public WebhookReceiver(InetAddress address) {
    stub =
        new HttpStub(address, 0)
            .on("/notifications", this::acceptNotification)
            .on("/events", this::acceptEvent);
  }

  /** Returns the settings that make the system send everything here and forget nothing. */
  public Map<String, String> settings() {
    return Map.of(
        "notify-channel",
        "webhook",
        "notify-webhook-url",
        stub.address() + "/notifications",
        "events-webhook-url",
        stub.address() + "/events",
        "chat-exchanges-kept",
        "1000");
  }

  /** Sets how it answers from now on. */
  public void setHealth(Health now) {
    health = now;
  }

  /** Runs an action once, after the next notification is accepted and before it is answered. */
  public void onNextAccepted(Runnable action) {
    onNextAccepted.set(action);
  }

  /** Runs an action once, just before the next notification is refused for good. */
  public void beforeNextRefusal(Runnable action) {
    beforeNextRefusal.set(action);
  }

  /** Runs an action once, as soon as the next notification was refused for good. */
  public void onNextRefused(Runnable action) {
    onNextRefused.set(action);
  }

  /** Returns how many events arrived that had arrived before. */
  public int duplicates() {
    return duplicates.get();
  }

  /** Returns the distinct keys of the notifications that it accepted, by task. */
  public Map<String, Set<String>> notified() {
    return notified;
  }

  /** Returns the tasks for which it did not answer a notification as usual. */
  public Set<String> troubled() {
    return troubled;
  }

  /** Returns the types of the events that it received, by task and version. */
  public Map<String, Map<Long, String>> published() {
    return published;
  }

  /** Returns when it first received that a task is overdue, by task. */
  public Map<String, Instant> overdue() {
    return overdue;
  }

  /** Returns the tasks whose sagas have reported their compensation. */
  public Set<String> compensated() {
    return compensated;
  }

  private static void nothing() {}

  private Response acceptNotification(Request request) throws IOException, InterruptedException {
    var notification = JSON.readTree(request.body());
    var task = notification.path("task_id").asText();
    if (health.accepts) {
      notified
          .computeIfAbsent(task, _ -> ConcurrentHashMap.newKeySet())
          .add(request.header("Idempotency-Key").orElse("none"));
    }
    if (health != Health.OK) {
      troubled.add(task);
    }
    boolean unreachable =
        notification.path("assignee").asText().equals(TaskRequestFactory.UNREACHABLE);
    (unreachable ? beforeNextRefusal : onNextAccepted).getAndSet(WebhookReceiver::nothing).run();
    var answer = answer(unreachable);
    return unreachable
        ? answer.andThen(() -> onNextRefused.getAndSet(WebhookReceiver::nothing).run())
        : answer;
  }

  private Response answer(boolean unreachable) throws InterruptedException {
    return switch (health) {
      // Not 422: after a lost answer, it means that the key was accepted before.
      case OK -> Response.of(unreachable ? 404 : 204);
      case BUSY -> Response.of(503).with("Retry-After", "1");
      case REDIRECTS -> Response.of(307).with("Location", "/elsewhere");
      case UNAVAILABLE -> Response.NONE;
      case ACCEPTS_AND_FAILS -> Response.of(500);
      case ACCEPTS_AND_HANGS -> {
        Thread.sleep(HANG);
        yield Response.NONE;
      }
    };
  }

  private Response acceptEvent(Request request) throws IOException {
    var now = Instant.now();
    var event = JSON.readTree(request.body());
    var subject = event.path("subject").asText();
    var type = event.path("type").asText();
    if (!eventIds.add(event.path("id").asText())) {
      duplicates.incrementAndGet();
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
    return Response.of(204);
  }

  @Override
  public void close() {
    stub.close();
  }
}
