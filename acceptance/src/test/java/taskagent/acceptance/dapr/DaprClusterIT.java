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
import taskagent.acceptance.server.Client;
import taskagent.dapr.cluster.ClusterPlan;
import taskagent.dapr.cluster.DaprCluster;

/** That the cluster is a real one, and that its parts keep what they must when they die. */
@Tag("docker")
final class DaprClusterIT {

  private static final String STATE = "/v1.0/state/statestore";

  private static final DaprCluster CLUSTER = new DaprCluster(ClusterPlan.standard().withoutApp());

  private static final AtomicBoolean TAKES = new AtomicBoolean();
  private static final Queue<Instant> REFUSED = new ConcurrentLinkedQueue<>();
  private static final Queue<String> TAKEN = new ConcurrentLinkedQueue<>();

  private static List<StandIn> apps = List.of();

  @BeforeAll
  static void start() {
    apps =
        CLUSTER.callbackPorts().stream()
            .map(port -> new StandIn(port, DaprClusterIT::take))
            .toList();
    CLUSTER.start();
    awaitHealthy(0);
    awaitHealthy(1);
  }

  @AfterAll
  static void end() {
    CLUSTER.close();
    apps.forEach(StandIn::close);
  }

  @Test
  void oneSidecarReadsWhatTheOtherSaved() throws IOException {
    save(0, "shared", "\"seen by both\"");
    assertThat(read(1, "shared")).isEqualTo("\"seen by both\"");
  }

  @Test
  void whatWasSavedOutlivesRedis() throws IOException {
    save(0, "redis", "\"written\"");
    CLUSTER.kill("redis");
    assertThat(CLUSTER.runs("redis")).isFalse();
    CLUSTER.start("redis");
    CLUSTER.awaitReady("redis");
    assertThat(read(1, "redis")).isEqualTo("\"written\"");
  }

  @Test
  void aSidecarComesBackAtItsAddress() throws IOException {
    save(0, "sidecar", "1");
    CLUSTER.kill("daprd-1");
    CLUSTER.start("daprd-1");
    CLUSTER.awaitReady("daprd-1");
    awaitHealthy(1);
    assertThat(read(1, "sidecar")).isEqualTo("1");
  }

  @Test
  void sidecarsFindPlacementAndTheSchedulerAgain() {
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
  void aFrozenRedisAnswersNobodyAndGoesOn() throws IOException {
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
   * Dapr takes a message whose retries are used up for handled: see components/resiliency.yaml. So
   * the refusals must go on for longer than components/pubsub.yaml's time for one handling.
   */
  @Test
  void anEventIsDeliveredUntilItIsTaken() throws IOException {
    var began = Instant.now();
    var answer = sidecar(0).post("/v1.0/publish/pubsub/" + StandIn.TOPIC, "{\"number\":1}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(204);
    Awaitility.await("delivered for long enough")
        .atMost(Duration.ofSeconds(30))
        .until(() -> REFUSED.stream().anyMatch(at -> at.isAfter(began.plusSeconds(8))));
    TAKES.set(true);
    Awaitility.await("taken").atMost(Duration.ofSeconds(20)).until(() -> !TAKEN.isEmpty());
  }

  private static boolean take(String event) {
    boolean takes = TAKES.get();
    if (takes) {
      TAKEN.add(event);
    } else {
      REFUSED.add(Instant.now());
    }
    return takes;
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

  private static Client sidecar(int index) {
    return new Client(CLUSTER.sidecars().get(index));
  }

  /** Healthy is more than ready: it has an app, and Dapr's services know of it. */
  private static void awaitHealthy(int sidecar) {
    Awaitility.await("sidecar %d is healthy".formatted(sidecar))
        .atMost(Duration.ofSeconds(60))
        .pollDelay(Duration.ZERO)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> sidecar(sidecar).get("/v1.0/healthz").status() == 204);
  }
}
