package taskagent.acceptance.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import taskagent.acceptance.faults.TaskRequests;
import taskagent.dapr.cluster.ClusterPlan;
import taskagent.dapr.cluster.DaprCluster;
import taskagent.testing.server.JsonHttpClient;

/** Dapr encrypts the documents, and the key can be replaced, as docs/operations.md says. */
@Tag("docker")
@Execution(ExecutionMode.CONCURRENT)
final class EncryptedStoreIT {

  private static final String OLD = "state-key-1";
  private static final String NEW = "state-key-2";

  @Test
  void theKeyCanBeReplaced() throws IOException {
    try (var cluster = new DaprCluster(ClusterPlan.standard().replicas(1).encryptedWith(OLD))) {
      cluster.start().awaitServing();
      var app = new JsonHttpClient(cluster.addresses().getFirst());
      TaskRequests.accepted(app, "sealed");
      TaskRequests.complete(app, List.of("sealed"));
      assertThat(held(cluster)).endsWith("||" + OLD).doesNotContain("Survive");

      cluster.stop("daprd-0", Duration.ofSeconds(20));
      cluster.encryptWith(NEW, OLD);
      cluster.start("daprd-0");
      cluster.awaitServing();

      assertThat(app.get("/tasks/sealed").json().path("title").asText())
          .isEqualTo("Survive sealed");
      assertThat(held(cluster)).endsWith("||" + OLD);
      assertThat(app.post("/tasks/sealed/complete", "{}").status()).isEqualTo(200);
      assertThat(held(cluster)).endsWith("||" + NEW).doesNotContain("Survive");
    }
  }

  private static String held(DaprCluster cluster) {
    return cluster.redis("HGET", DaprCluster.APP_ID + "||task-sealed", "data").strip();
  }
}
