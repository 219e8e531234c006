package taskagent.dapr;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.domain.port.Unavailable;
import taskagent.json.DeliveriesJson;
import taskagent.json.DeliveriesJson.Delivery;
import taskagent.json.Events;
import taskagent.json.UnreadableDocument;

/**
 * Takes the events from their topics and hands them on, each once as far as can be told: an id that
 * was seen is dropped. What cannot be read goes to the dead-letter topic at once (spec §6).
 *
 * <p>The sidecar delivers several at once, and no more until each of them is answered (ADR 19). So
 * that none is held up by one that is not taken, that one is published once more, on a topic of its
 * own kind, where it goes round until it is taken, or is a dead letter after a day.
 */
final class Consumer {

  /** Where the sidecar delivers. */
  static final String PATH = "/events";

  /** Where it delivers what was not taken. */
  static final String AGAIN_PATH = PATH + "/again";

  private static final System.Logger LOG = System.getLogger(Consumer.class.getName());

  /** The topic of what was not taken is that of the event, and this. */
  private static final String AGAIN = "-again";

  private static final String DEAD = "-dead";

  /** How many are delivered at once, as many as the component pubsub handles at a time. */
  private static final int AT_ONCE = 10;

  /** For how long the sidecar waits for more of them. */
  private static final Duration GATHERED = Duration.ofMillis(10);

  /** How long the others wait for one that hangs. */
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
    TAKEN("SUCCESS"),
    NOT_TAKEN("SUCCESS"), // and published on another topic
    NOT_NOW("RETRY"),
    UNREADABLE("DROP");

    private final String status;

    Fate(String status) {
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

  /** What the sidecar is to deliver. */
  byte[] subscriptions() {
    var topics =
        settings.consumesEvents()
            ? List.of(EventPublisher.TASK_EVENTS, EventPublisher.CONVERSATION_EVENTS)
            : List.<String>of();
    return topics.stream()
        .flatMap(
            topic ->
                Stream.of(
                    subscription(topic, topic, PATH),
                    subscription(topic, topic + AGAIN, AGAIN_PATH)))
        .collect(Collectors.joining(",", "[", "]"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private String subscription(String kind, String topic, String path) {
    return """
        {"pubsubname":"%s","topic":"%s","route":"%s","deadLetterTopic":"%s",\
        "bulkSubscribe":{"enabled":true,"maxMessagesCount":%d,"maxAwaitDurationMs":%d}}"""
        .formatted(settings.pubsub(), topic, path, kind + DEAD, AT_ONCE, GATHERED.toMillis());
  }

  /**
   * Takes what the sidecar delivers at once; what it is to do with each.
   *
   * @throws UnreadableDocument if these are no deliveries
   */
  byte[] take(String deliveries) {
    return take(deliveries, Duration.ZERO);
  }

  /** As above, of what was not taken before. It comes back at once, so it is answered slowly. */
  byte[] takeAgain(String deliveries) {
    return take(deliveries, PAUSE);
  }

  private byte[] take(String text, Duration pause) {
    var deliveries = DeliveriesJson.read(text);
    var begun =
        deliveries.stream()
            .map(delivery -> CompletableFuture.supplyAsync(() -> fate(delivery), THREADS))
            .toList();
    var fates = begun.stream().map(CompletableFuture::join).toList();
    if (fates.contains(Fate.NOT_TAKEN)) {
      LockSupport.parkNanos(pause.toNanos());
    }
    return DeliveriesJson.write(deliveries, fates.stream().map(fate -> fate.status).toList())
        .getBytes(StandardCharsets.UTF_8);
  }

  private Fate fate(Delivery delivery) {
    Event event;
    try {
      event = onOwnTopic(Events.ofCloudEvent(delivery.event()));
    } catch (UnreadableDocument e) {
      dead("an event that cannot be read is a dead letter: " + e.getMessage());
      return Fate.UNREADABLE;
    }
    var fate =
        CompletableFuture.supplyAsync(
                () -> Trace.within(delivery.traceparent(), () -> handOn(event)), THREADS)
            .completeOnTimeout(Fate.NOT_TAKEN, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
            .join();
    return fate == Fate.NOT_TAKEN
        ? Trace.within(delivery.traceparent(), () -> setAside(event))
        : fate;
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

  private static Event onOwnTopic(Event event) {
    var topic = event.topic();
    return topic.endsWith(AGAIN)
        ? onTopic(topic.substring(0, topic.length() - AGAIN.length()), event)
        : event;
  }

  private static Event onTopic(String topic, Event event) {
    return new Event(event.id(), topic, event.type(), event.subject(), event.time(), event.data());
  }
}
