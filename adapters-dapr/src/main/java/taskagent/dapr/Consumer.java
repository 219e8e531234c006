package taskagent.dapr;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.json.Events;
import taskagent.json.UnreadableDocument;

/**
 * Takes the events from their topics and hands them on, each once as far as can be told: an id that
 * was seen is dropped. What cannot be read goes to the dead-letter topic at once; what is not taken
 * is delivered again (spec §6).
 */
final class Consumer {

  /** Where the sidecar delivers. */
  static final String PATH = "/events";

  private static final System.Logger LOG = System.getLogger(Consumer.class.getName());

  /** How long an event's id is remembered; far longer than one is delivered again. */
  private static final Duration REMEMBERED = Duration.ofDays(1);

  private final Documents documents;
  private final EventPublisher publisher;
  private final String pubsub;
  private final boolean subscribed;
  private final Figures figures;

  Consumer(
      Documents documents,
      EventPublisher publisher,
      String pubsub,
      boolean subscribed,
      Figures figures) {
    this.documents = documents;
    this.publisher = publisher;
    this.pubsub = pubsub;
    this.subscribed = subscribed;
    this.figures = figures;
  }

  /** What the sidecar is to deliver. */
  byte[] subscriptions() {
    var topics =
        subscribed
            ? List.of(EventPublisher.TASK_EVENTS, EventPublisher.CONVERSATION_EVENTS)
            : List.<String>of();
    return topics.stream()
        .map(
            topic ->
                """
                {"pubsubname":"%s","topic":"%s","route":"%s","deadLetterTopic":"%s-dead"}"""
                    .formatted(pubsub, topic, PATH, topic))
        .collect(Collectors.joining(",", "[", "]"))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Takes one delivery; what the sidecar is to do with it. */
  byte[] take(String delivery) {
    return "{\"status\":\"%s\"}".formatted(status(delivery)).getBytes(StandardCharsets.UTF_8);
  }

  private String status(String delivery) {
    Event event;
    try {
      event = Events.ofCloudEvent(delivery);
    } catch (UnreadableDocument e) {
      LOG.log(WARNING, "an event that cannot be read is a dead letter: {0}", e.getMessage());
      figures.deadLetter();
      return "DROP";
    }
    var key = "seen-" + event.id();
    if (documents.read(key).isPresent()) {
      return "SUCCESS";
    }
    try {
      publisher.publish(event);
    } catch (RuntimeException e) {
      LOG.log(DEBUG, "event {0} comes again: {1}", event.id(), e.getMessage());
      return "RETRY";
    }
    documents.create(key, "{}", REMEMBERED);
    return "SUCCESS";
  }
}
