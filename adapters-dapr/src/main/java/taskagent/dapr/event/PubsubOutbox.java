package taskagent.dapr.event;

import static java.lang.System.Logger.Level.WARNING;

import io.dapr.client.DaprClient;
import io.dapr.client.domain.PublishEventRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import taskagent.dapr.sidecar.SidecarCalls;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.domain.port.Unavailable;
import taskagent.json.Events;

/** Publishes the events that were saved with an aggregate, in order (specification §6). */
public final class PubsubOutbox {

  private static final System.Logger LOG = System.getLogger(PubsubOutbox.class.getName());
  private static final String CLOUD_EVENT = "application/cloudevents+json";

  private final DaprClient client;
  private final String pubsub;

  /** Uses the pub/sub component of that name. */
  public PubsubOutbox(DaprClient client, String pubsub) {
    this.client = client;
    this.pubsub = pubsub;
  }

  /** Publishes events in order until one fails. Returns how many were published. */
  public int publish(List<Event> events) {
    int taken = 0;
    try {
      for (var event : events) {
        publish(event);
        taken++;
      }
    } catch (Unavailable e) {
      LOG.log(WARNING, "event {0} is not published yet: {1}", events.get(taken).id(), e.reason());
    }
    return taken;
  }

  /**
   * Publishes one event.
   *
   * @throws Unavailable if pub/sub did not accept it
   */
  public void publish(Event event) {
    publish(event.topic(), Events.cloudEvent(event));
  }

  /**
   * Publishes a CloudEvent.
   *
   * @throws Unavailable if pub/sub did not accept it
   */
  void publish(String topic, String cloudEvent) {
    var text = cloudEvent.getBytes(StandardCharsets.UTF_8);
    SidecarCalls.of(
        client.publishEvent(
            new PublishEventRequest(pubsub, topic, text).setContentType(CLOUD_EVENT)));
  }

  /**
   * Publishes raw data that may not be an event.
   *
   * @throws Unavailable if pub/sub did not accept it
   */
  void publish(String topic, byte[] data) {
    SidecarCalls.of(
        client.publishEvent(
            new PublishEventRequest(pubsub, topic, data)
                .setMetadata(Map.of("rawPayload", "true"))));
  }
}
