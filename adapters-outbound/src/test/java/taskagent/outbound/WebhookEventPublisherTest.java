package taskagent.outbound;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.EventPublisher.Event;

class WebhookEventPublisherTest {

  @RegisterExtension
  static final WireMockExtension SUBSCRIBER =
      WireMockExtension.newInstance()
          .options(options().dynamicPort().bindAddress("127.0.0.1"))
          .build();

  private static final Event EVENT =
      new Event(
          "t1/3",
          EventPublisher.TASK_EVENTS,
          "task.assigned",
          "t1",
          Instant.parse("2026-03-01T10:00:00Z"),
          "{\"task_id\":\"t1\"}");

  private static EventPublisher publisher() {
    return new WebhookEventPublisher(
        URI.create(SUBSCRIBER.baseUrl() + "/events"), Duration.ofSeconds(20));
  }

  @Test
  void itPostsTheEventAsAStructuredCloudEvent() {
    SUBSCRIBER.stubFor(post(urlEqualTo("/events")).willReturn(aResponse().withStatus(200)));

    publisher().publish(EVENT);

    SUBSCRIBER.verify(
        postRequestedFor(urlEqualTo("/events"))
            .withHeader("Content-Type", equalTo("application/cloudevents+json"))
            .withRequestBody(
                equalToJson(
                    """
                    {"specversion": "1.0", "id": "t1/3", "source": "/taskagent",
                     "type": "task.assigned", "subject": "t1", "time": "2026-03-01T10:00:00Z",
                     "datacontenttype": "application/json", "data": {"task_id": "t1"}}""")));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 404, 429, 500, 503})
  void anEventThatWasNotTakenIsOfferedAgain(int status) {
    SUBSCRIBER.stubFor(post(urlEqualTo("/events")).willReturn(aResponse().withStatus(status)));

    assertThatThrownBy(() -> publisher().publish(EVENT))
        .hasMessage("the subscriber answered " + status);
  }

  @Test
  void aSubscriberThatDoesNotAnswerHasNotTakenIt() {
    SUBSCRIBER.stubFor(
        post(urlEqualTo("/events")).willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));

    assertThatThrownBy(() -> publisher().publish(EVENT))
        .hasMessage("the subscriber did not answer");
  }

  @Test
  void aSubscriberThatHangsIsGivenUpInTime() {
    SUBSCRIBER.stubFor(post(urlEqualTo("/events")).willReturn(aResponse().withFixedDelay(3_000)));
    var hurried =
        new WebhookEventPublisher(
            URI.create(SUBSCRIBER.baseUrl() + "/events"), Duration.ofMillis(300));

    assertThatThrownBy(() -> hurried.publish(EVENT)).hasMessage("the subscriber did not answer");
  }

  @Test
  void aSubscriberThatIsNotThereHasNotTakenIt() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var nowhere =
        new WebhookEventPublisher(
            URI.create("http://127.0.0.1:" + port + "/"), Duration.ofSeconds(20));

    assertThatThrownBy(() -> nowhere.publish(EVENT)).hasMessage("the subscriber did not answer");
  }
}
