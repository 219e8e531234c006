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
          2);

  private static WebhookNotifier notifier(Duration timeout) {
    return new WebhookNotifier(
        URI.create(RECEIVER.baseUrl() + "/told"), timeout, InstantSource.fixed(NOW));
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
            .withHeader("Content-Type", equalTo("application/json"))
            .withRequestBody(
                equalToJson(
                    """
                    {"key": "task-workflow-t1/notify/do", "task_id": "t1",
                     "assignee": "ada@example.com", "title": "Say \\"hello\\"",
                     "deadline": "2026-03-01T10:01:00Z", "attempt": 2}""")));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 504, 408, 425, 429, 503})
  void whatMayPassIsTriedAgain(int status) {
    assertThat(answer(aResponse().withStatus(status)))
        .isEqualTo(new Failed("the receiver answered " + status, true));
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
    "503, 0, 0",
    "503, 999999999, 600",
    "425, 'Sun, 01 Mar 2026 10:00:20 GMT', 20"
  })
  void aReceiverThatSaysWhenIsAskedThen(int status, String retryAfter, long seconds) {
    var response = aResponse().withStatus(status).withHeader("Retry-After", retryAfter);
    assertThat(answer(response))
        .isEqualTo(new NotNow(NOW.plusSeconds(seconds), "the receiver answered " + status));
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "-5", "1.5", "99999999999999999999"})
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
        .isInstanceOfSatisfying(Failed.class, f -> assertThat(f.transientError()).isTrue());
  }

  @Test
  void aReceiverThatHangsIsGivenUpInTime() {
    RECEIVER.stubFor(post(urlEqualTo("/told")).willReturn(aResponse().withFixedDelay(3_000)));

    assertThat(notifier(Duration.ofMillis(300)).notify(NOTIFICATION))
        .isEqualTo(new Failed("the receiver did not answer", true));
  }

  @Test
  void anAddressThatIsNoneIsRefusedAtOnce() {
    assertThatThrownBy(
            () -> new WebhookNotifier(URI.create("told"), PATIENT, InstantSource.system()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatCannotBePostedIsFinalAndIsAnAnswer() {
    var broken =
        new Notification("no\nheader", new TaskId("t1"), "ada", "A title", Instant.EPOCH, 1);
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
