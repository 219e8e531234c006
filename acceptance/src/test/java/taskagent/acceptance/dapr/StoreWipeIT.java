package taskagent.acceptance.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import taskagent.acceptance.faults.ProblemAssertions;
import taskagent.acceptance.faults.TaskRequests;
import taskagent.dapr.cluster.ClusterPlan;
import taskagent.dapr.cluster.DaprCluster;
import taskagent.testing.server.JsonHttpClient;
import taskagent.testing.server.JsonHttpClient.Answer;

/**
 * Redis loses everything, as one without persistence does at a restart. The app must not answer as
 * if acknowledged tasks had never existed.
 */
@Tag("docker")
final class StoreWipeIT {

  private static final String LOST = "the state store was wiped";

  @Test
  void lostTasksAreNeverReportedAsUnknown() throws IOException {
    try (var cluster = new DaprCluster(ClusterPlan.standard())) {
      cluster.start().awaitServing();
      loses(cluster);
    }
  }

  private static void loses(DaprCluster cluster) throws IOException {
    var apps = cluster.addresses().stream().map(JsonHttpClient::new).toList();
    TaskRequests.accepted(apps.getFirst(), "lost");
    TaskRequests.complete(apps.getFirst(), List.of("lost"));

    cluster.redis("FLUSHALL");

    for (var app : apps) {
      refuses(app.get("/tasks/lost"));
      // Dapr may remember a workflow for a while, but must not report that there was none.
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
    beginsWithAnEmptyStore(cluster, apps.getFirst());
  }

  private static void refuses(Answer answer) {
    ProblemAssertions.check(answer, 503);
    assertThat(answer.json().path("detail").asText()).contains(LOST);
    assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
  }

  /** The operator restarts all replicas to begin with an empty store. */
  private static void beginsWithAnEmptyStore(DaprCluster cluster, JsonHttpClient app) {
    cluster.kill("app-0");
    cluster.kill("app-1");
    cluster.start("app-0");
    cluster.start("app-1");
    cluster.awaitServing();
    Awaitility.await("a task is processed")
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () ->
                TaskRequests.request(app, "new").status() == 202 && TaskRequests.ended(app, "new"));
  }
}
