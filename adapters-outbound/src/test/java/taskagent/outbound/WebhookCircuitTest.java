package taskagent.outbound;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.matching.RequestPattern;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import taskagent.domain.port.Notifier.Failed;
import taskagent.domain.port.Notifier.NotNow;
import taskagent.domain.port.Notifier.Notified;
import taskagent.domain.port.Notifier.Sent;
import taskagent.domain.processing.Notification;
import taskagent.domain.task.TaskId;

/** An outage of the receiver is waited for (spec §4). */
class WebhookCircuitTest {

  private static final Instant OUTAGE = Instant.parse("2026-03-01T10:00:00Z");
  private static final int WINDOW = 20;

  @RegisterExtension
  static final WireMockExtension RECEIVER =
      WireMockExtension.newInstance()
          .options(options().dynamicPort().bindAddress("127.0.0.1"))
          .build();

  private volatile Instant now = OUTAGE;

  private final WebhookNotifier notifier =
      new WebhookNotifier(
          URI.create(RECEIVER.baseUrl() + "/told"), Duration.ofSeconds(20), () -> now);

  @BeforeEach
  void outage() {
    answers(aResponse().withStatus(500));
    for (int i = 0; i < WINDOW; i++) {
      assertThat(tell()).isInstanceOf(Failed.class);
    }
  }

  private static void answers(ResponseDefinitionBuilder response) {
    RECEIVER.stubFor(post(urlEqualTo("/told")).willReturn(response));
  }

  private Notified tell() {
    return notifier.notify(
        new Notification(
            "task-workflow-t1/notify/do", new TaskId("t1"), "ada", "A title", OUTAGE, 1));
  }

  private static NotNow notBefore(Instant time) {
    return new NotNow(time, "the receiver fails; its circuit is open");
  }

  @Test
  void aReceiverThatIsDownIsLeftAloneForAWhile() {
    now = OUTAGE.plusSeconds(4);

    assertThat(tell()).isEqualTo(notBefore(OUTAGE.plusSeconds(10)));
    RECEIVER.verify(WINDOW, postRequestedFor(urlEqualTo("/told")));
  }

  @Test
  void thenOneTriesAndIfItWorksAllGoOn() {
    now = OUTAGE.plusSeconds(11);
    answers(aResponse().withStatus(204));

    assertThat(tell()).isEqualTo(new Sent());
    assertThat(tell()).isEqualTo(new Sent());
  }

  @Test
  void ifItDoesNotWorkTheReceiverIsLeftAloneAgain() {
    now = OUTAGE.plusSeconds(11);

    assertThat(tell()).isInstanceOf(Failed.class);
    assertThat(tell()).isEqualTo(notBefore(OUTAGE.plusSeconds(21)));
    RECEIVER.verify(WINDOW + 1, postRequestedFor(urlEqualTo("/told")));
  }

  @Test
  void whileOneTriesTheOthersWait() {
    now = OUTAGE.plusSeconds(11);
    answers(aResponse().withStatus(204).withFixedDelay(2_000));
    var one = CompletableFuture.supplyAsync(this::tell);
    await().until(() -> RECEIVER.countRequestsMatching(anyTold()).getCount() > WINDOW);

    assertThat(tell()).isEqualTo(notBefore(now.plusSeconds(1)));
    assertThat(one.join()).isEqualTo(new Sent());
  }

  @Test
  void aReceiverThatSaysWhenNeitherClosesTheCircuitNorKeepsItOpen() {
    now = OUTAGE.plusSeconds(11);
    answers(aResponse().withStatus(503).withHeader("Retry-After", "5"));

    assertThat(tell()).isEqualTo(new NotNow(now.plusSeconds(5), "the receiver answered 503"));
    assertThat(tell()).isEqualTo(new NotNow(now.plusSeconds(5), "the receiver answered 503"));
    answers(aResponse().withStatus(204));
    assertThat(tell()).isEqualTo(new Sent());
  }

  private static RequestPattern anyTold() {
    return postRequestedFor(urlEqualTo("/told")).build();
  }
}
