package taskagent.outbound;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import taskagent.domain.port.EventPublisher;
import taskagent.json.Events;

/** Publishes each event as a CloudEvent 1.0 in structured JSON, by a POST to an address. */
public final class WebhookEventPublisher implements EventPublisher {

  private final Webhook webhook;

  /**
   * Creates a publisher that posts to an address.
   *
   * @param timeout how long to wait for an answer
   */
  public WebhookEventPublisher(URI address, Duration timeout) {
    this.webhook = new Webhook(address, timeout);
  }

  /** The subscriber did not accept an event. */
  private static final class NotTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotTaken(String message) {
      super(message);
    }
  }

  @Override
  public void publish(Event event) {
    int status = post(event);
    if (status < 200 || status >= 300) {
      throw new NotTaken("the subscriber answered " + status);
    }
  }

  private int post(Event event) {
    try {
      return webhook
          .post(
              Events.cloudEvent(event),
              "application/cloudevents+json",
              Map.of("X-Topic", event.topic()))
          .status();
    } catch (IOException e) {
      throw new NotTaken("the subscriber did not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotTaken("interrupted");
    }
  }
}
