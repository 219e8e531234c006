package taskagent.acceptance.dapr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import taskagent.acceptance.faults.Subscriber;
import taskagent.acceptance.faults.Tasks;
import taskagent.acceptance.server.Client;
import taskagent.dapr.cluster.ClusterPlan;
import taskagent.dapr.cluster.DaprCluster;

/**
 * Apps are killed before they have published what they saved, or as they hand events on, again and
 * again, or when all is quiet, while their sidecars live on. Dapr 1.18.2 has ways to lose or to
 * keep events then (ADR 19).
 */
@Tag("docker")
final class DyingAppsIT {

  private static final int ROUNDS = 3;
  private static final int SAGAS = 20;

  /** In Dapr's redis, on each replica, as many are handed on at a time. */
  private static final int AT_ONCE = 10;

  /** For how long there is no app; a sidecar knows after three seconds. */
  private static final Duration WITHOUT_APPS = Duration.ofSeconds(6);

  /** On two processors Dapr's redis by default has connections for the topics of five apps. */
  private static final int STARTS = 6;

  private static final int TOPICS = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Dapr tries for three seconds to publish. */
  private static final Duration BRIEFLY = Duration.ofMillis(800);

  private static final Subscriber SUBSCRIBER = new Subscriber();
  private static final DaprCluster CLUSTER =
      new DaprCluster(
          ClusterPlan.standard()
              .watched()
              .settings("--events-webhook-url=" + SUBSCRIBER.address()));

  @BeforeAll
  static void start() {
    CLUSTER.start().awaitServing();
  }

  @AfterAll
  static void end() {
    CLUSTER.close();
    SUBSCRIBER.close();
  }

  @Test
  void eventsComeHoweverOftenAnAppWasStartedAgain() {
    for (int start = 1; start <= STARTS; start++) {
      int before = subscriptions();
      CLUSTER.kill("app-0");
      CLUSTER.start("app-0");
      CLUSTER.awaitServing();
      Awaitility.await("the app's streams")
          .atMost(PATIENCE)
          .until(() -> subscriptions() >= before + TOPICS);
    }
    var client = new Client(CLUSTER.addresses().getFirst());
    Tasks.accepted(client, "quiet");
    CLUSTER.kill("app-1"); // it comes by the other's sidecar
    SUBSCRIBER.awaitProcessed("quiet");
    CLUSTER.start("app-1");
    CLUSTER.awaitServing();
  }

  private static int subscriptions() {
    return CLUSTER.logs("daprd-0").split("Subscribing to pubsub", -1).length;
  }

  /**
   * Nobody asks for the task again, and its deadline is far away, so a reminder must bring it back.
   */
  @Test
  void whatWasSavedByWhoDiedBeforeItWasPublishedIsPublished() {
    var address = CLUSTER.addresses().getFirst();
    var client = new Client(address);
    Tasks.accepted(client, "mute");
    SUBSCRIBER.awaitProcessed("mute");
    publishing("-xadd");
    try {
      assertThatThrownBy(() -> new Client(address, BRIEFLY).post("/tasks/mute/cancel", "{}"))
          .isInstanceOf(HttpTimeoutException.class); // it is being published, in vain
    } finally {
      CLUSTER.kill("app-0");
      CLUSTER.kill("app-1");
      publishing("+xadd");
      CLUSTER.start("app-0");
      CLUSTER.start("app-1");
    }
    CLUSTER.awaitServing();
    Awaitility.await("the event of what was saved")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(SUBSCRIBER.types("mute")).contains("task.cancelled"));
  }

  /** Whether Redis lets anybody write to a topic. */
  private static void publishing(String rule) {
    assertThat(CLUSTER.redis("ACL", "SETUSER", "default", rule)).isEqualTo("OK");
  }

  /** Away for longer than it takes their sidecars to notice. */
  @Test
  void noEventIsLostWhenAllAreAway() {
    for (int round = 1; round <= ROUNDS; round++) {
      round("dying-" + round + "-");
    }
  }

  private static void round(String prefix) {
    var ids = IntStream.range(0, SAGAS).mapToObj(i -> prefix + i).toList();
    var client = new Client(CLUSTER.addresses().getFirst());
    SUBSCRIBER.hold();
    ids.forEach(id -> Tasks.accepted(client, id));
    SUBSCRIBER.awaitHeld(AT_ONCE);
    CLUSTER.kill("app-0");
    CLUSTER.kill("app-1");
    SUBSCRIBER.letGo();
    Awaitility.await("without apps for a while").pollDelay(WITHOUT_APPS).until(() -> true);
    CLUSTER.start("app-0");
    CLUSTER.start("app-1");
    CLUSTER.awaitServing();
    ids.forEach(SUBSCRIBER::awaitProcessed);
  }
}
