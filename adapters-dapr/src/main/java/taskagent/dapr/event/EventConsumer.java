package taskagent.dapr.event;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.dapr.v1.DaprAppCallbackProtos.TopicEventResponse.TopicEventResponseStatus;
import io.grpc.ManagedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import taskagent.dapr.event.EventOrder.Place;
import taskagent.dapr.metric.EngineMetrics;
import taskagent.domain.engine.EventPolicy;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.domain.port.Trace;
import taskagent.domain.port.Unavailable;
import taskagent.json.DeadLetterJson;
import taskagent.json.EventAttempts;
import taskagent.json.Events;
import taskagent.json.UnreadableDocument;

/**
 * Consumes the events from their topics and passes each to the publisher, normally once, and those
 * of a task or user in their order. An unreadable event goes to the dead-letter topic at once
 * (specification §6).
 *
 * <p>The sidecar sends a limited number of events at a time and waits for acknowledgements. So that
 * an event that waits delays no other, the consumer publishes it again to a retry topic, where it
 * goes around until its next attempt is due and all earlier events of its task or user are settled.
 * When its waits are long enough, it becomes a dead letter (ADR 19, 48).
 */
public final class EventConsumer {

  private static final System.Logger LOG = System.getLogger(EventConsumer.class.getName());

  /** The suffix of the retry topic. */
  static final String AGAIN = "-again";

  /** The suffix of the dead-letter topic. */
  static final String DEAD = "-dead";

  /** An earlier event that was neither attempted nor settled for so long is lost. */
  private static final Duration LOST_AFTER = Duration.ofHours(1);

  /** The same, if no event of the task or user is known: it is probably older than its order. */
  private static final Duration UNKNOWN_AFTER = Duration.ofMinutes(1);

  private static final Executor THREADS = Thread::startVirtualThread;

  private final List<String> topics;
  private final EventOrder order;
  private final PubsubOutbox outbox;
  private final EventPublisher publisher;
  private final EventPolicy policy;
  private final InstantSource clock;
  private final String pubsub;
  private final EngineMetrics metrics;
  private final Patience patience;
  private final Instant started;

  /** The result for an event, and how to acknowledge it. */
  private enum Fate {
    DELIVERED(TopicEventResponseStatus.SUCCESS),
    SET_ASIDE(TopicEventResponseStatus.SUCCESS), // and published to the retry topic
    DEAD(TopicEventResponseStatus.SUCCESS), // and published to the dead-letter topic
    REDELIVER(TopicEventResponseStatus.RETRY);

    private final TopicEventResponseStatus status;

    Fate(TopicEventResponseStatus status) {
      this.status = status;
    }
  }

  /**
   * How long to wait while the sidecar waits for the acknowledgement.
   *
   * @param answer for the publisher, before the event goes to the retry topic
   * @param earlier for an earlier event, before the event goes to the retry topic
   * @param again before an event goes around again
   */
  record Patience(Duration answer, Duration earlier, Duration again) {
    static final Patience NORMAL =
        new Patience(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofMillis(500));
  }

  /** An event, and what was done so far to deliver it. */
  private record Waiting(Event event, EventAttempts attempts) {}

  /**
   * Creates a consumer.
   *
   * @param topics the topics to subscribe to
   * @param order knows which events were delivered
   * @param pubsub the name of the component that carries the events
   * @param publisher receives each event
   * @param policy when a refused event is attempted again, and when it is given up
   */
  public EventConsumer(
      List<String> topics,
      EventOrder order,
      PubsubOutbox outbox,
      EventPublisher publisher,
      EventPolicy policy,
      InstantSource clock,
      String pubsub,
      EngineMetrics metrics) {
    this(topics, order, outbox, publisher, policy, clock, pubsub, metrics, Patience.NORMAL);
  }

  EventConsumer(
      List<String> topics,
      EventOrder order,
      PubsubOutbox outbox,
      EventPublisher publisher,
      EventPolicy policy,
      InstantSource clock,
      String pubsub,
      EngineMetrics metrics,
      Patience patience) {
    this.topics = topics;
    this.order = order;
    this.outbox = outbox;
    this.publisher = publisher;
    this.policy = policy;
    this.clock = clock;
    this.pubsub = pubsub;
    this.metrics = metrics;
    this.patience = patience;
    this.started = clock.instant();
  }

  /** Subscribes to the topics; the caller closes the streams. */
  public List<EventStream> subscribe(ManagedChannel channel) {
    return topics.stream()
        .flatMap(
            topic ->
                Stream.of(
                    stream(channel, topic, data -> take(topic, data)),
                    stream(channel, topic + AGAIN, data -> takeAgain(topic, data))))
        .toList();
  }

  private EventStream stream(
      ManagedChannel channel, String topic, Function<byte[], TopicEventResponseStatus> taker) {
    return new EventStream(channel, pubsub, topic, taker);
  }

  /**
   * Handles an event.
   *
   * @return how the sidecar should treat it
   */
  TopicEventResponseStatus take(String topic, byte[] data) {
    return fate(topic, data, _ -> EventAttempts.NONE).status;
  }

  /**
   * Handles an event from the retry topic. If it must wait again it comes back at once, so the
   * acknowledgement is delayed.
   */
  TopicEventResponseStatus takeAgain(String topic, byte[] data) {
    var fate = fate(topic, data, Events::attempts);
    if (fate == Fate.SET_ASIDE) {
      LockSupport.parkNanos(patience.again().toNanos());
    }
    return fate.status;
  }

  private Fate fate(String topic, byte[] data, Function<String, EventAttempts> attempts) {
    try {
      var text = new String(data, StandardCharsets.UTF_8);
      var delivered = Events.ofCloudEvent(topic, text);
      var waiting = new Waiting(delivered.event(), attempts.apply(text));
      return Trace.within(delivered.traceparent(), () -> fate(waiting));
    } catch (UnreadableDocument e) {
      return unreadable(topic, data, e);
    } catch (Unavailable e) {
      return Fate.REDELIVER; // the store or pub/sub is unavailable
    }
  }

  private Fate unreadable(String topic, byte[] data, UnreadableDocument why) {
    try {
      outbox.publish(topic + DEAD, data);
    } catch (Unavailable e) {
      return Fate.REDELIVER;
    }
    dead("dead letter: an unreadable event: " + why.getMessage());
    return Fate.DEAD;
  }

  private Fate fate(Waiting waiting) {
    if (!waiting.attempts().isDue(clock.instant(), policy.longestWait())) {
      return setAside(waiting);
    }
    return switch (place(waiting)) {
      case Place.Settled() -> Fate.DELIVERED;
      case Place.Next() -> attempt(waiting);
      case Place.Early early when isLost(early, waiting.attempts()) -> {
        LOG.log(
            WARNING,
            "event {0} is delivered without the earlier ones of its task or user, which are lost",
            waiting.event().id());
        yield attempt(waiting);
      }
      case Place.Early _ ->
          setAside(new Waiting(waiting.event(), waiting.attempts().held(clock.instant())));
    };
  }

  /**
   * Returns the place of an event. At first it waits a moment for the earlier ones, which may be
   * under way.
   */
  private Place place(Waiting waiting) {
    if (waiting.attempts().replayed()) {
      return new Place.Next();
    }
    var here = waiting.attempts().heldSince().isPresent() ? Duration.ZERO : patience.earlier();
    long end = System.nanoTime() + here.toNanos();
    try {
      while (true) {
        var place = order.place(waiting.event());
        long left = end - System.nanoTime();
        if (left <= 0 || !(place instanceof Place.Early)) {
          return place;
        }
        order.await(waiting.event(), Duration.ofNanos(left));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Unavailable.outOfReach("the server is shutting down");
    }
  }

  /** An event may go first if nothing was heard of the earlier ones for long. */
  private boolean isLost(Place.Early early, EventAttempts attempts) {
    var longest = policy.longestWait().multipliedBy(2);
    var within = early.movedAt().isPresent() ? LOST_AFTER.plus(longest) : UNKNOWN_AFTER;
    var now = clock.instant();
    return attempts.heldSince().isPresent()
        && Stream.of(attempts.heldSince(), early.movedAt(), Optional.of(started))
            .flatMap(Optional::stream)
            .allMatch(heard -> heard.plus(within).isBefore(now));
  }

  private Fate attempt(Waiting waiting) {
    var trace = Trace.here();
    var refusal =
        CompletableFuture.supplyAsync(() -> Trace.within(trace, () -> deliver(waiting)), THREADS)
            .completeOnTimeout(
                Optional.of(
                    "the receiver did not answer in " + patience.answer().toMillis() + " ms"),
                patience.answer().toMillis(),
                TimeUnit.MILLISECONDS);
    try {
      return refusal.join().map(why -> refused(waiting, why)).orElse(Fate.DELIVERED);
    } catch (CompletionException e) {
      throw e.getCause() instanceof Unavailable unavailable ? unavailable : e;
    }
  }

  /** Returns why the event was refused; empty if it was accepted. */
  private Optional<String> deliver(Waiting waiting) {
    var event = waiting.event();
    try {
      publisher.publish(event);
    } catch (RuntimeException e) {
      LOG.log(DEBUG, "event {0} was refused: {1}", event.id(), e.getMessage());
      return Optional.of(String.valueOf(e.getMessage()));
    }
    settled(waiting);
    return Optional.empty();
  }

  private Fate refused(Waiting waiting, String why) {
    if (policy.givesUp(waiting.attempts().waited())) {
      return giveUp(waiting, why);
    }
    if (!waiting.attempts().replayed()) {
      order.refused(waiting.event());
    }
    double jitter = ThreadLocalRandom.current().nextDouble();
    var attempts = waiting.attempts().refused(policy, clock.instant(), jitter, why);
    return setAside(new Waiting(waiting.event(), attempts));
  }

  /** Settles the event at last, so that a crash in between repeats this and loses nothing. */
  private Fate giveUp(Waiting waiting, String why) {
    var event = waiting.event();
    int attempts = waiting.attempts().made() + 1;
    outbox.publish(
        event.topic() + DEAD, DeadLetterJson.cloudEvent(event, clock.instant(), attempts, why));
    settled(waiting);
    dead(
        "event %s could not be published in %d attempts and is now a dead letter: %s"
            .formatted(event.id(), attempts, why));
    return Fate.DEAD;
  }

  /** A replayed event was settled when it died, and its order may be forgotten by now. */
  private void settled(Waiting waiting) {
    if (!waiting.attempts().replayed()) {
      order.settled(waiting.event());
    }
  }

  private Fate setAside(Waiting waiting) {
    var event = waiting.event();
    outbox.publish(event.topic() + AGAIN, Events.cloudEvent(event, waiting.attempts()));
    return Fate.SET_ASIDE;
  }

  private void dead(String story) {
    LOG.log(WARNING, story);
    metrics.deadLetter();
  }
}
