package taskagent.acceptance.dapr;

import java.net.InetAddress;
import java.util.function.Predicate;
import taskagent.testing.server.HttpStub;
import taskagent.testing.server.HttpStub.Response;

/** The smallest app that a sidecar works with: healthy, without actors, subscribed to one topic. */
final class StubApp implements AutoCloseable {

  static final String TOPIC = "probe";

  private static final String SUBSCRIPTION =
      "[{\"pubsubname\":\"pubsub\",\"topic\":\"" + TOPIC + "\",\"route\":\"/events\"}]";

  private static final Response ACCEPTED = new Response(200, "{\"status\":\"SUCCESS\"}");
  private static final Response REJECTED = new Response(500, "{}");

  private final HttpStub stub;

  /**
   * Starts an app.
   *
   * @param accepts returns true for an event that the app accepts
   */
  StubApp(int port, Predicate<String> accepts) {
    stub =
        new HttpStub(InetAddress.getLoopbackAddress(), port)
            .on("/healthz", _ -> new Response(200, "{}"))
            .on("/dapr/config", _ -> new Response(200, "{\"entities\":[]}"))
            .on("/dapr/subscribe", _ -> new Response(200, SUBSCRIPTION))
            .on("/events", request -> accepts.test(request.body()) ? ACCEPTED : REJECTED);
  }

  @Override
  public void close() {
    stub.close();
  }
}
