package taskagent.dapr;

import static java.lang.System.Logger.Level.WARNING;

import io.dapr.client.DaprClient;
import io.dapr.client.domain.PublishEventRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.domain.port.Unavailable;
import taskagent.json.Events;

/** Publishes the events that were saved with an aggregate, in their order (spec §6). */
final class Outbox {

  private static final System.Logger LOG = System.getLogger(Outbox.class.getName());
  private static final String CLOUD_EVENT = "application/cloudevents+json";

  private final DaprClient client;
  private final String pubsub;

  Outbox(DaprClient client, String pubsub) {
    this.client = client;
    this.pubsub = pubsub;
  }

  /** How many of these were taken, before the first that was not. */
  int publish(List<Event> events) {
    int taken = 0;
    try {
      for (var event : events) {
        publish(event);
        taken++;
      }
    } catch (Unavailable e) {
      LOG.log(WARNING, "event {0} waits to be published: {1}", events.get(taken).id(), e.reason());
    }
    return taken;
  }

  /**
   * Publishes one event.
   *
   * @throws Unavailable if it was not taken
   */
  void publish(Event event) {
    var text = Events.cloudEvent(event).getBytes(StandardCharsets.UTF_8);
    Reach.of(
        client.publishEvent(
            new PublishEventRequest(pubsub, event.topic(), text).setContentType(CLOUD_EVENT)));
  }

  /**
   * Publishes what may be no event, just as it is.
   *
   * @throws Unavailable if it was not taken
   */
  void publish(String topic, byte[] data) {
    Reach.of(
        client.publishEvent(
            new PublishEventRequest(pubsub, topic, data)
                .setMetadata(Map.of("rawPayload", "true"))));
  }
}
