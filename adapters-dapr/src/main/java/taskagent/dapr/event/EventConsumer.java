package taskagent.dapr.event;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.dapr.v1.DaprAppCallbackProtos.TopicEventResponse.TopicEventResponseStatus;
import io.grpc.ManagedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import taskagent.dapr.metric.EngineMetrics;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.domain.port.Trace;
import taskagent.domain.port.Unavailable;
import taskagent.json.Events;
import taskagent.json.UnreadableDocument;

/**
 * Consumes the events from their topics and passes each to the publisher, normally once: it drops
 * an event whose id it has seen. An unreadable event goes to the dead-letter topic at once
 * (specification §6).
 *
 * <p>The sidecar sends a limited number of events at a time and waits for acknowledgements. So that
 * a rejected event delays no other, the consumer publishes it again to a retry topic, where it is
 * offered again and again. After a day it becomes a dead letter (ADR 19).
 */
public final class EventConsumer {

  private static final System.Logger LOG = System.getLogger(EventConsumer.class.getName());

  /** The suffix of the retry topic. */
  private static final String AGAIN = "-again";

  private static final String DEAD = "-dead";

  /** How long the publisher may take before the event goes to the retry topic. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** The pause after a rejected retry. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** How long an event is retried, and how long the id of a delivered event is remembered. */
  static final Duration REMEMBERED = Duration.ofDays(1);

  private static final Executor THREADS = Thread::startVirtualThread;

  private final List<String> topics;
  private final SeenIds seen;
  private final PubsubOutbox outbox;
  private final EventPublisher publisher;
  private final InstantSource clock;
  private final String pubsub;
  private final EngineMetrics metrics;

  /** The result for an event, and how to acknowledge it. */
  private enum Fate {
    DELIVERED(TopicEventResponseStatus.SUCCESS),
    REJECTED(TopicEventResponseStatus.SUCCESS), // and published to the retry or dead-letter topic
    UNREADABLE(TopicEventResponseStatus.SUCCESS), // and published to the dead-letter topic
    REDELIVER(TopicEventResponseStatus.RETRY);

    private final TopicEventResponseStatus status;

    Fate(TopicEventResponseStatus status) {
      this.status = status;
    }
  }

  /**
   * Creates a consumer.
   *
   * @param topics the topics to subscribe to
   * @param seen remembers the ids of delivered events
   * @param pubsub the name of the component that carries the events
   * @param publisher receives each event
   */
  public EventConsumer(
      List<String> topics,
      SeenIds seen,
      PubsubOutbox outbox,
      EventPublisher publisher,
      InstantSource clock,
      String pubsub,
      EngineMetrics metrics) {
    this.topics = topics;
    this.seen = seen;
    this.outbox = outbox;
    this.publisher = publisher;
    this.clock = clock;
    this.pubsub = pubsub;
    this.metrics = metrics;
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
    return fate(topic, data).status;
  }

  /**
   * Handles an event from the retry topic. If it is rejected again it comes back at once, so the
   * acknowledgement is delayed.
   */
  private TopicEventResponseStatus takeAgain(String topic, byte[] data) {
    var fate = fate(topic, data);
    if (fate == Fate.REJECTED) {
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    return fate.status;
  }

  private Fate fate(String topic, byte[] data) {
    Events.Delivered delivered;
    try {
      delivered = Events.ofCloudEvent(topic, new String(data, StandardCharsets.UTF_8));
    } catch (UnreadableDocument e) {
      return unreadable(topic, data, e);
    }
    var event = delivered.event();
    var trace = delivered.traceparent();
    var fate =
        CompletableFuture.supplyAsync(() -> Trace.within(trace, () -> handOn(event)), THREADS)
            .completeOnTimeout(Fate.REJECTED, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
            .join();
    return fate == Fate.REJECTED ? Trace.within(trace, () -> setAside(event)) : fate;
  }

  private Fate unreadable(String topic, byte[] data, UnreadableDocument why) {
    try {
      outbox.publish(topic + DEAD, data);
    } catch (Unavailable e) {
      return Fate.REDELIVER;
    }
    dead("dead letter: an unreadable event: " + why.getMessage());
    return Fate.UNREADABLE;
  }

  private Fate handOn(Event event) {
    try {
      if (!seen.contains(event.id())) {
        publisher.publish(event);
        seen.add(event.id());
      }
      return Fate.DELIVERED;
    } catch (Unavailable e) {
      return Fate.REDELIVER; // the store is unavailable
    } catch (RuntimeException e) {
      LOG.log(DEBUG, "event {0} was rejected and will be retried: {1}", event.id(), e.getMessage());
      return Fate.REJECTED;
    }
  }

  private Fate setAside(Event event) {
    boolean old = event.time().isBefore(clock.instant().minus(REMEMBERED));
    try {
      outbox.publish(onTopic(event.topic() + (old ? DEAD : AGAIN), event));
    } catch (Unavailable e) {
      return Fate.REDELIVER;
    }
    if (old) {
      dead("dead letter: event " + event.id() + " was rejected for a day");
    }
    return Fate.REJECTED;
  }

  private void dead(String story) {
    LOG.log(WARNING, story);
    metrics.deadLetter();
  }

  private static Event onTopic(String topic, Event event) {
    return new Event(event.id(), topic, event.type(), event.subject(), event.time(), event.data());
  }
}
