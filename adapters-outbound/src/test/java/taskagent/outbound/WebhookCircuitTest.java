package taskagent.outbound;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.matching.RequestPattern;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.domain.contract.RecordedLog;
import taskagent.domain.port.Notifier.Failed;
import taskagent.domain.port.Notifier.NotNow;
import taskagent.domain.port.Notifier.Notified;
import taskagent.domain.port.Notifier.Sent;
import taskagent.domain.processing.Notification;
import taskagent.domain.task.TaskId;

/** Notifications wait during an outage of the receiver (specification §4). */
class WebhookCircuitTest {

  private static final Instant OUTAGE = Instant.parse("2026-03-01T10:00:00Z");
  private static final int IN_A_ROW = 5;

  @RegisterExtension
  static final WireMockExtension RECEIVER =
      WireMockExtension.newInstance()
          .options(options().dynamicPort().bindAddress("127.0.0.1"))
          .build();

  private volatile Instant now = OUTAGE;

  private WebhookNotifier notifier = newNotifier();

  private WebhookNotifier newNotifier() {
    return new WebhookNotifier(
        URI.create(RECEIVER.baseUrl() + "/told"),
        Duration.ofSeconds(20),
        8,
        () -> now,
        () -> now,
        () -> 0L); // no jitter
  }

  @BeforeEach
  void outage() {
    answers(aResponse().withStatus(503));
    for (int i = 0; i < IN_A_ROW; i++) {
      assertThat(tell()).isInstanceOf(Failed.class);
    }
  }

  private static void answers(ResponseDefinitionBuilder response) {
    RECEIVER.stubFor(post(urlEqualTo("/told")).willReturn(response));
  }

  private Notified tell() {
    return tell("ada");
  }

  private Notified tell(String assignee) {
    return notifier.notify(
        new Notification(
            "task-workflow-t1/notify/do", new TaskId("t1"), assignee, "A title", OUTAGE, 1, false));
  }

  private static NotNow notBefore(Instant time) {
    return new NotNow(time, "the receiver fails; its circuit is open");
  }

  @Test
  void aReceiverThatIsDownIsLeftAloneForAWhile() {
    now = OUTAGE.plusSeconds(4);

    assertThat(tell()).isEqualTo(notBefore(OUTAGE.plusSeconds(10)));
    RECEIVER.verify(IN_A_ROW, postRequestedFor(urlEqualTo("/told")));
  }

  @Test
  void monitoringSeesTheCircuitUntilTheNextCallMayBeMade() {
    assertThat(open()).containsExactly(entry("address", 0L), entry("assignee", 1L));
    now = OUTAGE.plusSeconds(10);
    assertThat(open()).containsExactly(entry("address", 0L), entry("assignee", 0L));
  }

  /** The open circuits, by what they belong to. */
  private SortedMap<String, Long> open() {
    var open = new TreeMap<String, Long>();
    notifier
        .metrics()
        .getFirst()
        .samples()
        .forEach(
            sample -> open.put(sample.labels().getOrDefault("of", ""), sample.value().getAsLong()));
    return open;
  }

  @Test
  void theOtherAssigneesAreStillNotified() {
    answers(aResponse().withStatus(204));

    assertThat(tell("bob")).isEqualTo(new Sent());
    assertThat(tell("ada")).isEqualTo(notBefore(OUTAGE.plusSeconds(10)));
  }

  @Test
  void anAddressThatRefusesConnectionsIsLeftAloneForEverybody() throws IOException {
    int port;
    try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    notifier =
        new WebhookNotifier(
            URI.create("http://127.0.0.1:" + port + "/told"),
            Duration.ofSeconds(20),
            8,
            () -> now,
            () -> now,
            () -> 0L);
    for (int i = 0; i < IN_A_ROW; i++) {
      assertThat(tell("ada")).isInstanceOf(Failed.class);
    }

    assertThat(tell("bob")).isEqualTo(notBefore(OUTAGE.plusSeconds(10)));
    assertThat(open()).containsExactly(entry("address", 1L), entry("assignee", 0L));
  }

  @Test
  void aClockThatIsSetBackDoesNotKeepTheCircuitOpen() {
    var steady = new AtomicReference<>(OUTAGE);
    notifier =
        new WebhookNotifier(
            URI.create(RECEIVER.baseUrl() + "/told"),
            Duration.ofSeconds(20),
            8,
            () -> now,
            steady::get,
            () -> 0L);
    outage();
    now = OUTAGE.minusSeconds(86_400);
    answers(aResponse().withStatus(204));

    assertThat(tell()).isEqualTo(notBefore(now.plusSeconds(10)));
    steady.set(OUTAGE.plusSeconds(11));
    assertThat(tell()).isEqualTo(new Sent());
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
    RECEIVER.verify(IN_A_ROW + 1, postRequestedFor(urlEqualTo("/told")));
  }

  @Test
  void whileOneTriesTheOthersWait() {
    now = OUTAGE.plusSeconds(11);
    answers(aResponse().withStatus(204).withFixedDelay(2_000));
    var one = CompletableFuture.supplyAsync(this::tell);
    await().until(() -> RECEIVER.countRequestsMatching(anyTold()).getCount() > IN_A_ROW);

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

  @Test
  void eachChangeOfTheCircuitIsOneLine() {
    var lines = new ArrayList<String>();
    try (var log = new RecordedLog(Circuit.class.getName(), Level.INFO)) {
      notifier = newNotifier();
      outage();
      tell();
      tell();
      now = OUTAGE.plusSeconds(11);
      tell();
      tell();
      now = OUTAGE.plusSeconds(22);
      answers(aResponse().withStatus(204));
      tell();
      log.records()
          .forEach(record -> lines.add(record.getLevel() + " " + RecordedLog.message(record)));
    }

    assertThat(lines)
        .containsExactly(
            "WARNING the circuit to ada at "
                + RECEIVER.baseUrl()
                + " opened for 10 s: the receiver answered 503; 1 notifications wait",
            "WARNING the circuit to ada at "
                + RECEIVER.baseUrl()
                + " stays open for 10 s: the receiver answered 503; 3 notifications wait",
            "INFO the circuit to ada at " + RECEIVER.baseUrl() + " closed; 1 notifications waited");
  }

  private static RequestPattern anyTold() {
    return postRequestedFor(urlEqualTo("/told")).build();
  }

  @Test
  void aReceiverThatAnswersWithErrorsIsReachedAndOpensNoCircuit() {
    now = OUTAGE.plusSeconds(11);
    answers(aResponse().withStatus(204));
    assertThat(tell()).isEqualTo(new Sent());
    answers(aResponse().withStatus(500));

    for (int i = 0; i < 2 * IN_A_ROW; i++) {
      assertThat(tell()).isEqualTo(new Failed("the receiver answered 500", true));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 503, 504})
  void aGatewayThatDoesNotReachTheReceiverOpensTheCircuit(int status) {
    notifier = newNotifier();
    answers(aResponse().withStatus(status));
    for (int i = 0; i < IN_A_ROW; i++) {
      assertThat(tell()).isInstanceOf(Failed.class);
    }

    assertThat(tell()).isEqualTo(notBefore(OUTAGE.plusSeconds(10)));
  }

  @Test
  void onlyFailuresInARowOpenTheCircuit() {
    now = OUTAGE.plusSeconds(11);
    answers(aResponse().withStatus(204));
    assertThat(tell()).isEqualTo(new Sent());

    for (int i = 0; i < 2 * IN_A_ROW; i++) {
      boolean reached = i % IN_A_ROW == 0;
      answers(aResponse().withStatus(reached ? 204 : 504));
      assertThat(tell()).isInstanceOf(reached ? Sent.class : Failed.class);
    }
  }
}
