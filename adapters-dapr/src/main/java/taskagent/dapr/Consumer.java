package taskagent.dapr;

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
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.domain.port.Unavailable;
import taskagent.json.Events;
import taskagent.json.UnreadableDocument;

/**
 * Takes the events from their topics and hands them on, each once as far as can be told: an id that
 * was seen is dropped. What cannot be read goes to the dead-letter topic at once (spec §6).
 *
 * <p>The sidecar hands some over at a time, and no more until one of them is answered. So that none
 * is held up by those that are not taken, each of them is published once more, on a topic of its
 * own kind, where it goes round until it is taken, or is a dead letter after a day (ADR 19).
 */
final class Consumer {

  private static final System.Logger LOG = System.getLogger(Consumer.class.getName());

  /** The topic of what was not taken is that of the event, and this. */
  private static final String AGAIN = "-again";

  private static final String DEAD = "-dead";

  /** How long one that hangs may keep the sidecar from handing on another. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** For how long nothing is offered again after something was not taken again. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** For how long an event goes round, and the id of one that was taken is remembered. */
  private static final Duration REMEMBERED = Duration.ofDays(1);

  private static final Executor THREADS = Thread::startVirtualThread;

  private final Documents documents;
  private final Outbox outbox;
  private final EventPublisher publisher;
  private final InstantSource clock;
  private final DaprSettings settings;
  private final Figures figures;

  /** What became of an event, and what the sidecar is told. */
  private enum Fate {
    TAKEN(TopicEventResponseStatus.SUCCESS),
    NOT_TAKEN(TopicEventResponseStatus.SUCCESS), // and published on another topic
    UNREADABLE(TopicEventResponseStatus.SUCCESS), // as this is
    NOT_NOW(TopicEventResponseStatus.RETRY);

    private final TopicEventResponseStatus status;

    Fate(TopicEventResponseStatus status) {
      this.status = status;
    }
  }

  Consumer(
      Documents documents,
      Outbox outbox,
      EventPublisher publisher,
      InstantSource clock,
      DaprSettings settings,
      Figures figures) {
    this.documents = documents;
    this.outbox = outbox;
    this.publisher = publisher;
    this.clock = clock;
    this.settings = settings;
    this.figures = figures;
  }

  /** Has the sidecar hand all events over from now on, unless the settings say otherwise. */
  List<EventStream> streams(ManagedChannel channel) {
    var topics =
        settings.consumesEvents()
            ? Stream.of(EventPublisher.TASK_EVENTS, EventPublisher.CONVERSATION_EVENTS)
            : Stream.<String>empty();
    return topics
        .flatMap(
            topic ->
                Stream.of(
                    stream(channel, topic, data -> take(topic, data)),
                    stream(channel, topic + AGAIN, data -> takeAgain(topic, data))))
        .toList();
  }

  private EventStream stream(
      ManagedChannel channel, String topic, Function<byte[], TopicEventResponseStatus> taker) {
    return new EventStream(channel, settings.pubsub(), topic, taker);
  }

  /**
   * Takes an event.
   *
   * @return what the sidecar is to do with it
   */
  TopicEventResponseStatus take(String topic, byte[] data) {
    return fate(topic, data).status;
  }

  /** As above, of what was not taken before. It comes back at once, so it is answered slowly. */
  private TopicEventResponseStatus takeAgain(String topic, byte[] data) {
    var fate = fate(topic, data);
    if (fate == Fate.NOT_TAKEN) {
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
            .completeOnTimeout(Fate.NOT_TAKEN, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
            .join();
    return fate == Fate.NOT_TAKEN ? Trace.within(trace, () -> setAside(event)) : fate;
  }

  private Fate unreadable(String topic, byte[] data, UnreadableDocument why) {
    try {
      outbox.publish(topic + DEAD, data);
    } catch (Unavailable e) {
      return Fate.NOT_NOW;
    }
    dead("an event that cannot be read is a dead letter: " + why.getMessage());
    return Fate.UNREADABLE;
  }

  private Fate handOn(Event event) {
    var key = "seen-" + event.id();
    try {
      if (documents.read(key).isEmpty()) {
        publisher.publish(event);
        documents.create(key, "{}", REMEMBERED);
      }
      return Fate.TAKEN;
    } catch (Unavailable e) {
      return Fate.NOT_NOW; // that is the store
    } catch (RuntimeException e) {
      LOG.log(DEBUG, "event {0} comes again: {1}", event.id(), e.getMessage());
      return Fate.NOT_TAKEN;
    }
  }

  private Fate setAside(Event event) {
    boolean old = event.time().isBefore(clock.instant().minus(REMEMBERED));
    try {
      outbox.publish(onTopic(event.topic() + (old ? DEAD : AGAIN), event));
    } catch (Unavailable e) {
      return Fate.NOT_NOW;
    }
    if (old) {
      dead("event " + event.id() + " was not taken for a day, and is a dead letter");
    }
    return Fate.NOT_TAKEN;
  }

  private void dead(String story) {
    LOG.log(WARNING, story);
    figures.deadLetter();
  }

  private static Event onTopic(String topic, Event event) {
    return new Event(event.id(), topic, event.type(), event.subject(), event.time(), event.data());
  }
}
