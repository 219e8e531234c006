package taskagent.acceptance.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import taskagent.acceptance.faults.TaskRequests;
import taskagent.dapr.cluster.ClusterPlan;
import taskagent.dapr.cluster.DaprCluster;
import taskagent.testing.server.JsonHttpClient;

/**
 * A bad rollout: one of two replicas is restarted with a store that does not exist. It takes none
 * of the other's actors, so the clients of the other one notice nothing.
 */
@Tag("docker")
final class BrokenReplicaIT {

  /** Longer than a sidecar needs to notice that its app is healthy, and to take its actors. */
  private static final Duration WATCHED = Duration.ofSeconds(10);

  private static final int ENOUGH = 50;

  private static final DaprCluster CLUSTER = new DaprCluster(ClusterPlan.standard().watched());

  @BeforeAll
  static void start() {
    CLUSTER.start();
    CLUSTER.awaitServing();
  }

  @AfterAll
  static void stop() {
    CLUSTER.close();
  }

  @Test
  void theOtherReplicaGoesOnUndisturbed() {
    var good = new JsonHttpClient(CLUSTER.addresses().get(0));
    var broken = new JsonHttpClient(CLUSTER.addresses().get(1));

    CLUSTER.replaceWith(1, "--dapr-state-store=nowhere");
    CLUSTER.awaitLog("app-1", "connected to the sidecar", TaskRequests.HEALED_WITHIN);

    long end = System.nanoTime() + WATCHED.toNanos();
    var chats = new AtomicInteger();
    Awaitility.await("the good replica answers")
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .atMost(WATCHED.multipliedBy(12))
        .until(
            () -> {
              says(good, "user-" + chats.incrementAndGet());
              return chats.get() > ENOUGH && System.nanoTime() > end;
            });
    TaskRequests.accepted(good, "meanwhile");
    Awaitility.await("a saga ends")
        .atMost(TaskRequests.HEALED_WITHIN)
        .until(() -> TaskRequests.ended(good, "meanwhile"));
    assertThat(status(broken)).isEqualTo(503);

    CLUSTER.replace(1);
    CLUSTER.awaitServing();
  }

  private static void says(JsonHttpClient client, String user) throws IOException {
    var answer = client.post("/chat/" + user, JsonHttpClient.json(Map.of("content", "help")));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private static int status(JsonHttpClient client) {
    try {
      return client.get("/health/ready").status();
    } catch (IOException e) {
      throw new AssertionError("the broken replica does not answer", e);
    }
  }
}
