package taskagent.acceptance.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import taskagent.dapr.cluster.ClusterPlan;
import taskagent.dapr.cluster.DaprCluster;
import taskagent.testing.server.JsonHttpClient;

/** Checks the test cluster itself: its parts keep what they must when they are killed. */
@Tag("docker")
final class DaprClusterIT {

  private static final String STATE = "/v1.0/state/statestore";

  private static final DaprCluster CLUSTER = new DaprCluster(ClusterPlan.standard().withoutApp());

  private static final AtomicBoolean ACCEPTING = new AtomicBoolean();
  private static final Queue<Instant> REJECTED = new ConcurrentLinkedQueue<>();
  private static final Queue<String> ACCEPTED = new ConcurrentLinkedQueue<>();

  private static List<StubApp> apps = List.of();

  @BeforeAll
  static void start() {
    apps =
        CLUSTER.callbackPorts().stream()
            .map(port -> new StubApp(port, DaprClusterIT::accept))
            .toList();
    CLUSTER.start();
    awaitHealthy(0);
    awaitHealthy(1);
  }

  @AfterAll
  static void end() {
    CLUSTER.close();
    apps.forEach(StubApp::close);
  }

  @Test
  void oneSidecarReadsWhatTheOtherSaved() throws IOException {
    save(0, "shared", "\"seen by both\"");
    assertThat(read(1, "shared")).isEqualTo("\"seen by both\"");
  }

  @Test
  void savedStateSurvivesAKillOfRedis() throws IOException {
    save(0, "redis", "\"written\"");
    CLUSTER.kill("redis");
    assertThat(CLUSTER.runs("redis")).isFalse();
    CLUSTER.start("redis");
    CLUSTER.awaitReady("redis");
    assertThat(read(1, "redis")).isEqualTo("\"written\"");
  }

  @Test
  void aRestartedSidecarHasTheSameAddress() throws IOException {
    save(0, "sidecar", "1");
    CLUSTER.kill("daprd-1");
    CLUSTER.start("daprd-1");
    CLUSTER.awaitReady("daprd-1");
    awaitHealthy(1);
    assertThat(read(1, "sidecar")).isEqualTo("1");
  }

  @Test
  void sidecarsReconnectToPlacementAndScheduler() {
    CLUSTER.kill("placement");
    CLUSTER.kill("scheduler");
    CLUSTER.start("placement");
    CLUSTER.start("scheduler");
    CLUSTER.awaitReady("placement");
    CLUSTER.awaitReady("scheduler");
    awaitHealthy(0);
    awaitHealthy(1);
  }

  @Test
  void aFrozenRedisDoesNotAnswerAndContinues() throws IOException {
    save(0, "frozen", "1");
    CLUSTER.pause("redis");
    try {
      assertThat(sidecar(0).get(STATE + "/frozen").status()).isEqualTo(500);
    } finally {
      CLUSTER.unpause("redis");
    }
    assertThat(read(0, "frozen")).isEqualTo("1");
  }

  /**
   * Dapr treats a message whose retries are used up as handled: see components/resiliency.yaml. So
   * the app must reject it for longer than the processing timeout in components/pubsub.yaml.
   */
  @Test
  void anEventIsDeliveredUntilItIsAccepted() throws IOException {
    var began = Instant.now();
    var answer = sidecar(0).post("/v1.0/publish/pubsub/" + StubApp.TOPIC, "{\"number\":1}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(204);
    Awaitility.await("the event is rejected for long enough")
        .atMost(Duration.ofSeconds(30))
        .until(() -> REJECTED.stream().anyMatch(at -> at.isAfter(began.plusSeconds(8))));
    ACCEPTING.set(true);
    Awaitility.await("the event is accepted")
        .atMost(Duration.ofSeconds(60))
        .until(() -> !ACCEPTED.isEmpty());
  }

  private static boolean accept(String event) {
    boolean accepting = ACCEPTING.get();
    if (accepting) {
      ACCEPTED.add(event);
    } else {
      REJECTED.add(Instant.now());
    }
    return accepting;
  }

  private static void save(int sidecar, String key, String json) throws IOException {
    var answer =
        sidecar(sidecar).post(STATE, "[{\"key\":\"%s\",\"value\":%s}]".formatted(key, json));
    assertThat(answer.status()).as(answer.text()).isEqualTo(204);
  }

  private static String read(int sidecar, String key) throws IOException {
    var answer = sidecar(sidecar).get(STATE + "/" + key);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.text();
  }

  private static JsonHttpClient sidecar(int index) {
    return new JsonHttpClient(CLUSTER.sidecars().get(index));
  }

  /** Waits until a sidecar is healthy: it is ready, has an app, and is known to Dapr's services. */
  private static void awaitHealthy(int sidecar) {
    Awaitility.await("sidecar %d is healthy".formatted(sidecar))
        .atMost(Duration.ofSeconds(60))
        .pollDelay(Duration.ZERO)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> sidecar(sidecar).get("/v1.0/healthz").status() == 204);
  }
}
