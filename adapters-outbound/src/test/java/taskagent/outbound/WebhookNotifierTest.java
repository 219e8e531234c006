package taskagent.outbound;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.domain.port.Notifier.Failed;
import taskagent.domain.port.Notifier.NotNow;
import taskagent.domain.port.Notifier.Notified;
import taskagent.domain.port.Notifier.Sent;
import taskagent.domain.processing.Notification;
import taskagent.domain.task.TaskId;

class WebhookNotifierTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  /** Longer than a busy machine needs to answer. */
  private static final Duration PATIENT = Duration.ofSeconds(20);

  @RegisterExtension
  static final WireMockExtension RECEIVER =
      WireMockExtension.newInstance()
          .options(options().dynamicPort().bindAddress("127.0.0.1"))
          .build();

  private static final Notification NOTIFICATION =
      new Notification(
          "task-workflow-t1/notify/do",
          new TaskId("t1"),
          "ada@example.com",
          "Say \"hello\"",
          NOW.plusSeconds(60),
          2,
          false);

  private static Notification attempt(int number, boolean repeated) {
    return new Notification(
        NOTIFICATION.key(),
        NOTIFICATION.task(),
        NOTIFICATION.assignee(),
        NOTIFICATION.title(),
        NOTIFICATION.deadline(),
        number,
        repeated);
  }

  private static WebhookNotifier notifier(Duration timeout) {
    return new WebhookNotifier(
        URI.create(RECEIVER.baseUrl() + "/told"), timeout, 8, InstantSource.fixed(NOW));
  }

  private static Notified answer(ResponseDefinitionBuilder response) {
    RECEIVER.stubFor(post(urlEqualTo("/told")).willReturn(response));
    return notifier(PATIENT).notify(NOTIFICATION);
  }

  @Test
  void itPostsTheNotificationUnderItsKey() {
    assertThat(answer(aResponse().withStatus(202))).isEqualTo(new Sent());

    RECEIVER.verify(
        postRequestedFor(urlEqualTo("/told"))
            .withHeader("Idempotency-Key", equalTo("task-workflow-t1/notify/do"))
            .withHeader("Notification-Attempt", equalTo("2"))
            .withHeader("Content-Type", equalTo("application/json"))
            .withRequestBody(
                equalToJson(
                    """
                    {"key": "task-workflow-t1/notify/do", "task_id": "t1",
                     "assignee": "ada@example.com", "title": "Say \\"hello\\"",
                     "deadline": "2026-03-01T10:01:00Z"}\
                    """)));
  }

  @Test
  void everyCallForOneKeyHasTheSameBytes() {
    RECEIVER.stubFor(post(urlEqualTo("/told")).willReturn(aResponse().withStatus(500)));
    for (int number = 1; number <= 3; number++) {
      notifier(PATIENT).notify(attempt(number, number > 1));
    }

    var calls = RECEIVER.findAll(postRequestedFor(urlEqualTo("/told")));
    assertThat(calls)
        .extracting(call -> call.header("Notification-Attempt").firstValue())
        .containsExactly("1", "2", "3");
    assertThat(calls)
        .extracting(LoggedRequest::getBodyAsString)
        .hasSize(3)
        .containsOnly(calls.getFirst().getBodyAsString());
  }

  @Test
  void aReceiverThatStillProcessesAnEarlierCallIsAskedLater() {
    assertThat(answer(aResponse().withStatus(409)))
        .isEqualTo(new NotNow(NOW.plusSeconds(2), "the receiver answered 409"));
  }

  @Test
  void aRefusedRepetitionCountsAsSentIfAnEarlierAnswerWasLost() {
    RECEIVER.stubFor(post(urlEqualTo("/told")).willReturn(aResponse().withStatus(422)));
    var refused = new Failed("the receiver answered 422", false);

    assertThat(notifier(PATIENT).notify(attempt(1, false))).isEqualTo(refused);
    assertThat(notifier(PATIENT).notify(attempt(2, false))).isEqualTo(refused);
    assertThat(notifier(PATIENT).notify(attempt(1, true))).isEqualTo(new Sent());
    assertThat(notifier(PATIENT).notify(attempt(2, true))).isEqualTo(new Sent());
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 408, 425, 429, 503})
  void whatMayPassIsTriedAgain(int status) {
    assertThat(answer(aResponse().withStatus(status)))
        .isEqualTo(new Failed("the receiver answered " + status, true));
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 504})
  void theAnswerOfAGatewayIsNotThatOfTheReceiver(int status) {
    assertThat(answer(aResponse().withStatus(status)))
        .isEqualTo(new Failed("the receiver answered " + status, true, true));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 404, 410, 422, 301, 307})
  void whatWillNotPassIsFinal(int status) {
    var response = aResponse().withStatus(status).withHeader("Location", "/elsewhere");
    assertThat(answer(response)).isEqualTo(new Failed("the receiver answered " + status, false));
    RECEIVER.verify(0, postRequestedFor(urlEqualTo("/elsewhere")));
  }

  @ParameterizedTest
  @CsvSource({
    "429, 30, 30",
    "409, 30, 30",
    "503, 0, 0",
    "503, 999999999, 600",
    "503, 9999999999, 600",
    "429, 'Sunday, 01-Mar-26 10:00:20 GMT', 20",
    "425, 'Sun, 01 Mar 2026 10:00:20 GMT', 20"
  })
  void aReceiverThatSaysWhenIsAskedThen(int status, String retryAfter, long seconds) {
    var response = aResponse().withStatus(status).withHeader("Retry-After", retryAfter);
    assertThat(answer(response))
        .isEqualTo(new NotNow(NOW.plusSeconds(seconds), "the receiver answered " + status));
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "-5", "1.5"})
  void aRetryAfterThatIsNoTimeIsAsIfItWereNotThere(String retryAfter) {
    var response = aResponse().withStatus(503).withHeader("Retry-After", retryAfter);
    assertThat(answer(response)).isEqualTo(new Failed("the receiver answered 503", true));
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      mode = EnumSource.Mode.EXCLUDE, // there the status is good, and nobody reads the body
      names = "MALFORMED_RESPONSE_CHUNK")
  void anAnswerThatIsNoneIsTriedAgain(Fault fault) {
    assertThat(answer(aResponse().withFault(fault)))
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.transientError()).isTrue();
              assertThat(failed.unanswered()).as("it may have been accepted").isTrue();
            });
  }

  @Test
  void aReceiverThatRefusesTheConnectionHasNotAcceptedAnything() throws IOException {
    int port;
    try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    var address = URI.create("http://127.0.0.1:" + port + "/told");

    assertThat(
            new WebhookNotifier(address, PATIENT, 8, InstantSource.fixed(NOW)).notify(NOTIFICATION))
        .isEqualTo(new Failed("the receiver cannot be reached", true, false));
  }

  @Test
  void aReceiverThatHangsIsGivenUpInTime() {
    RECEIVER.stubFor(post(urlEqualTo("/told")).willReturn(aResponse().withFixedDelay(3_000)));

    assertThat(notifier(Duration.ofMillis(300)).notify(NOTIFICATION))
        .isEqualTo(new Failed("the receiver did not answer", true, true));
  }

  @Test
  void anAddressThatIsNoneIsRefusedAtOnce() {
    assertThatThrownBy(
            () -> new WebhookNotifier(URI.create("told"), PATIENT, 8, InstantSource.system()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatCannotBePostedIsFinalAndIsAnAnswer() {
    var broken =
        new Notification("no\nheader", new TaskId("t1"), "ada", "A title", Instant.EPOCH, 1, false);
    assertThat(notifier(PATIENT).notify(broken))
        .isEqualTo(new Failed("it cannot be posted", false));
  }

  @Test
  void requestsThatTheReceiverDoesNotLikeDoNotOpenTheCircuit() {
    RECEIVER.stubFor(post(urlEqualTo("/told")).willReturn(aResponse().withStatus(400)));
    var notifier = notifier(PATIENT);
    for (int i = 0; i < 30; i++) {
      assertThat(notifier.notify(NOTIFICATION)).isInstanceOf(Failed.class);
    }
  }
}
