package taskagent.acceptance.dapr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import taskagent.acceptance.faults.EventSubscriber;
import taskagent.acceptance.faults.TaskRequests;
import taskagent.dapr.cluster.ClusterPlan;
import taskagent.dapr.cluster.DaprCluster;
import taskagent.testing.server.JsonHttpClient;

/**
 * Apps are killed while their sidecars keep running: before they have published what they saved, as
 * they deliver events, repeatedly, or while idle. A sidecar shuts down while its app keeps running.
 * Dapr 1.18.2 can lose or withhold events then (ADR 19).
 */
@Tag("docker")
@Order(1) // it takes longest
final class AppCrashIT {

  private static final int ROUNDS = Integer.getInteger("taskagent.rounds", 1);
  private static final int SAGAS = 20;

  /** The number of events that Dapr's Redis component delivers at a time on each replica. */
  private static final int AT_ONCE = 10;

  /** The time without apps; a sidecar notices after three seconds. */
  private static final Duration WITHOUT_APPS = Duration.ofSeconds(6);

  /** On two processors, Dapr's Redis component has connections for the topics of three apps. */
  private static final int STARTS = 6;

  /** The topics, their retry topics, and their dead-letter topics. */
  private static final int TOPICS = 6;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Long enough to save a change, and less than the 3 s for which Dapr tries to publish. */
  private static final Duration BRIEFLY = Duration.ofSeconds(2);

  private static final Duration SHUTS_DOWN_WITHIN = Duration.ofSeconds(30);

  private static final EventSubscriber SUBSCRIBER = new EventSubscriber();
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
  void eventsArriveAfterManyRestartsOfAnApp() {
    for (int start = 1; start <= STARTS; start++) {
      int before = subscriptions();
      CLUSTER.kill("app-0");
      CLUSTER.start("app-0");
      CLUSTER.awaitServing();
      Awaitility.await("the app's streams")
          .atMost(PATIENCE)
          .until(() -> subscriptions() >= before + TOPICS);
    }
    var client = new JsonHttpClient(CLUSTER.addresses().getFirst());
    TaskRequests.accepted(client, "quiet");
    CLUSTER.kill("app-1"); // so the other sidecar must deliver the event
    SUBSCRIBER.awaitProcessed("quiet");
    CLUSTER.start("app-1");
    CLUSTER.awaitServing();
  }

  private static int subscriptions() {
    return CLUSTER.logs("daprd-0").split("Subscribing to pubsub", -1).length;
  }

  /**
   * No request reads the task again, and its deadline is far away, so a reminder must activate its
   * actor.
   */
  @Test
  void eventsSavedBeforeACrashArePublishedAfterIt() {
    var address = CLUSTER.addresses().getFirst();
    var client = new JsonHttpClient(address);
    TaskRequests.accepted(client, "mute");
    SUBSCRIBER.awaitProcessed("mute");
    publishing("-xadd");
    try {
      assertThatThrownBy(
              () -> new JsonHttpClient(address, BRIEFLY).post("/tasks/mute/cancel", "{}"))
          .isInstanceOf(HttpTimeoutException.class); // because the event cannot be published
    } finally {
      CLUSTER.kill("app-0");
      CLUSTER.kill("app-1");
      publishing("+xadd");
      CLUSTER.start("app-0");
      CLUSTER.start("app-1");
    }
    CLUSTER.awaitServing();
    Awaitility.await("the event of the saved change")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(SUBSCRIBER.types("mute")).contains("task.cancelled"));
  }

  /** Allows or forbids writing to topics in Redis. */
  private static void publishing(String rule) {
    assertThat(CLUSTER.redis("ACL", "SETUSER", "default", rule)).isEqualTo("OK");
  }

  /** Both apps are stopped for longer than their sidecars need to notice. */
  @Test
  void noEventIsLostWhileAllAppsAreDown() {
    for (int round = 1; round <= ROUNDS; round++) {
      round("dying-" + round + "-");
    }
  }

  /** Dapr 1.18.2 waits for the app's streams then, which end only if the app ends them (ADR 19). */
  @Test
  void sidecarShutsDownThoughEventsAreInFlight() throws IOException {
    var ids = IntStream.range(0, SAGAS).mapToObj(i -> "shutdown-" + i).toList();
    var client = new JsonHttpClient(CLUSTER.addresses().getFirst());
    int before = CLUSTER.logs("daprd-0").length();
    SUBSCRIBER.hold();
    ids.forEach(id -> TaskRequests.accepted(client, id));
    SUBSCRIBER.awaitHeld(AT_ONCE + 1); // more than one replica delivers at a time, so both do

    new JsonHttpClient(CLUSTER.sidecars().getFirst()).post("/v1.0/shutdown", "");

    Awaitility.await("the sidecar has stopped")
        .atMost(SHUTS_DOWN_WITHIN)
        .until(() -> CLUSTER.logs("daprd-0").substring(before).contains("daprd has stopped"));
    SUBSCRIBER.letGo();
    CLUSTER.awaitServing();
    ids.forEach(SUBSCRIBER::awaitProcessed);
  }

  private static void round(String prefix) {
    var ids = IntStream.range(0, SAGAS).mapToObj(i -> prefix + i).toList();
    var client = new JsonHttpClient(CLUSTER.addresses().getFirst());
    SUBSCRIBER.hold();
    ids.forEach(id -> TaskRequests.accepted(client, id));
    SUBSCRIBER.awaitHeld(AT_ONCE);
    CLUSTER.kill("app-0");
    CLUSTER.kill("app-1");
    SUBSCRIBER.letGo();
    Awaitility.await("the time without apps").pollDelay(WITHOUT_APPS).until(() -> true);
    CLUSTER.start("app-0");
    CLUSTER.start("app-1");
    CLUSTER.awaitServing();
    ids.forEach(SUBSCRIBER::awaitProcessed);
  }
}
