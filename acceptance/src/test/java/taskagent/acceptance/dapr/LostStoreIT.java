package taskagent.acceptance.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import taskagent.acceptance.faults.Problems;
import taskagent.acceptance.faults.Tasks;
import taskagent.acceptance.server.Client;
import taskagent.acceptance.server.Client.Answer;
import taskagent.dapr.cluster.ClusterPlan;
import taskagent.dapr.cluster.DaprCluster;

/**
 * A Redis that lost everything, as one without persistence does when it is started again. Nobody
 * may be told that what was acknowledged never was.
 */
@Tag("docker")
final class LostStoreIT {

  private static final String LOST = "the state store has lost what it held";

  @Test
  void nobodyIsToldThatWhatWasLostNeverWas() throws IOException {
    try (var cluster = new DaprCluster(ClusterPlan.standard()).start()) {
      cluster.awaitServing();
      var apps = cluster.addresses().stream().map(Client::new).toList();
      Tasks.accepted(apps.getFirst(), "lost");
      Tasks.complete(apps.getFirst(), List.of("lost"));

      cluster.redis("FLUSHALL");

      for (var app : apps) {
        refuses(app.get("/tasks/lost"));
        // Dapr may remember a workflow for a while; but it may not say that there was none.
        assertThat(app.get("/workflows/task-workflow-lost").status()).isIn(200, 503);
        refuses(app.get("/chat/ada/history"));
        refuses(app.post("/chat/ada", "{\"content\": \"help\"}"));
        refuses(app.post("/tasks/lost/complete", "{}"));
        assertThat(app.get("/health/ready").status()).isEqualTo(503);
        assertThat(app.get("/health/live").status()).isEqualTo(200);
      }
      for (int replica = 0; replica < apps.size(); replica++) {
        assertThat(cluster.logs("app-" + replica)).contains(LOST);
      }
      beginsAnew(cluster, apps.getFirst());
    }
  }

  private static void refuses(Answer answer) {
    Problems.check(answer, 503);
    assertThat(answer.json().path("detail").asText()).contains(LOST);
    assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
  }

  /** If that is what its operator wants: all replicas are restarted. */
  private static void beginsAnew(DaprCluster cluster, Client app) {
    cluster.kill("app-0");
    cluster.kill("app-1");
    cluster.start("app-0");
    cluster.start("app-1");
    cluster.awaitServing();
    Awaitility.await("a task is processed")
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> Tasks.request(app, "new").status() == 202 && Tasks.ended(app, "new"));
  }
}
