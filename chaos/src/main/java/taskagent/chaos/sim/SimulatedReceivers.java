package taskagent.chaos.sim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import taskagent.chaos.load.TaskRequestFactory;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.domain.port.Notifier;
import taskagent.domain.processing.Notification;

/** The receivers of notifications and events in one simulated life. They survive all crashes. */
final class SimulatedReceivers {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The last attempt of a notification. It fails only if the receiver cannot be notified. */
  private static final int LAST_ATTEMPT = 3;

  /** How often a notification is answered with "not now", at most. */
  private static final int MAX_NOT_NOW = 2;

  private final long seed;
  private final InstantSource clock;
  private final Map<String, Set<String>> notified = new ConcurrentHashMap<>();
  private final Map<String, Map<Long, String>> published = new ConcurrentHashMap<>();
  private final Map<String, Integer> asked = new ConcurrentHashMap<>();
  private final Map<String, Integer> offered = new ConcurrentHashMap<>();
  private final Map<String, Instant> overdue = new ConcurrentHashMap<>();
  private final Set<String> compensated = ConcurrentHashMap.newKeySet();

  SimulatedReceivers(long seed, InstantSource clock) {
    this.seed = seed;
    this.clock = clock;
  }

  Map<String, Set<String>> notified() {
    return notified;
  }

  Map<String, Map<Long, String>> published() {
    return published;
  }

  Map<String, Instant> overdue() {
    return overdue;
  }

  Set<String> compensated() {
    return compensated;
  }

  /** Accepts a notification, refuses it, or accepts it and reports a failure. */
  Notifier.Notified take(Notification notification) {
    int choice = chance(notification.key(), notification.attempt());
    int times = asked.merge(notification.key(), 1, Integer::sum);
    if (choice < 10 && times <= MAX_NOT_NOW) {
      return new Notifier.NotNow(clock.instant().plus(Duration.ofSeconds(1)), "not now");
    }
    notified
        .computeIfAbsent(notification.task().value(), _ -> ConcurrentHashMap.newKeySet())
        .add(notification.key());
    if (notification.assignee().equals(TaskRequestFactory.UNREACHABLE)) {
      return new Notifier.Failed("nobody of that name", false);
    }
    return choice < 30 && notification.attempt() < LAST_ATTEMPT
        ? new Notifier.Failed("no answer", true)
        : new Notifier.Sent();
  }

  /** Accepts an event; the first time, it may report a failure. */
  void take(Event event) {
    if (event.type().equals("saga.compensated")) {
      compensated.add(event.subject());
    } else if (event.type().startsWith("task.")) {
      if (event.type().equals("task.overdue")) {
        overdue.putIfAbsent(event.subject(), clock.instant());
      }
      published
          .computeIfAbsent(event.subject(), _ -> new ConcurrentHashMap<>())
          .put(version(event), event.type());
    }
    if (offered.merge(event.id(), 1, Integer::sum) == 1 && chance(event.id(), 0) < 5) {
      throw new IllegalStateException("accepted, but reported as failed");
    }
  }

  private static long version(Event event) {
    try {
      return JSON.readTree(event.data()).path("version").asLong();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int chance(String what, int which) {
    return Math.floorMod(Objects.hash(seed, what, which) * 0x9E3779B9, 100);
  }
}
