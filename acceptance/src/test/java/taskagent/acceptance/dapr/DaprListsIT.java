package taskagent.acceptance.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import taskagent.acceptance.faults.TaskRequests;
import taskagent.dapr.cluster.ClusterPlan;
import taskagent.dapr.cluster.DaprCluster;
import taskagent.testing.server.JsonHttpClient;

/** Each replica lists what all of them did, also after it was killed or has lost its file. */
@Tag("docker")
@Execution(ExecutionMode.CONCURRENT)
final class DaprListsIT {

  private static final int TASKS = 30;
  private static final Duration LISTED_WITHIN = Duration.ofSeconds(60);

  @Test
  void eachReplicaListsEverything() throws IOException {
    try (var cluster = new DaprCluster(ClusterPlan.standard()).start()) {
      cluster.awaitServing();
      var apps = cluster.addresses().stream().map(JsonHttpClient::new).toList();
      request(apps, 0);
      assertListed(apps, TASKS);

      kill(cluster, 0);
      close(apps.get(1), 0);
      deleteLists(cluster);
      start(cluster, 0);
      request(apps, 1);
      assertListed(apps, 2 * TASKS);
      assertThat(rebuilds(apps.get(0))).isEqualTo(1);

      kill(cluster, 1);
      close(apps.get(0), 1);
      start(cluster, 1);
      assertListed(apps, 2 * TASKS);
      assertThat(rebuilds(apps.get(1))).as("it has continued").isZero();
    }
  }

  /** Kills a replica, so that the other one gets its actors. */
  private static void kill(DaprCluster cluster, int replica) {
    cluster.kill("daprd-" + replica);
    cluster.kill("app-" + replica);
  }

  private static void start(DaprCluster cluster, int replica) {
    cluster.start("app-" + replica);
    cluster.start("daprd-" + replica);
    cluster.awaitServing(replica);
  }

  private static String id(int round, int i) {
    return "listed-" + round + "-" + i;
  }

  private static void request(List<JsonHttpClient> apps, int round) throws IOException {
    for (int i = 0; i < TASKS; i++) {
      TaskRequests.accepted(apps.get(i % apps.size()), id(round, i));
    }
    TaskRequests.complete(
        apps.getFirst(), IntStream.range(0, TASKS).mapToObj(i -> id(round, i)).toList());
  }

  /** Completes every other task. */
  private static void close(JsonHttpClient app, int round) {
    for (int i = 0; i < TASKS; i += 2) {
      var path = "/tasks/" + id(round, i) + "/complete";
      Awaitility.await(path) // actors move when a replica dies
          .atMost(LISTED_WITHIN)
          .until(() -> app.post(path, "{}").status() == 200);
    }
  }

  private static void deleteLists(DaprCluster cluster) throws IOException {
    var folder = cluster.data("app-0").resolve("dapr");
    try (var files = Files.list(folder)) {
      for (var file : files.filter(path -> path.toString().contains("view.db")).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Waits until all replicas list so many tasks and workflows, and each of them as it is. */
  private static void assertListed(List<JsonHttpClient> apps, int items) {
    Awaitility.await("the lists of all replicas")
        .atMost(LISTED_WITHIN)
        .ignoreException(IOException.class)
        .untilAsserted(
            () -> {
              var tasks = items(apps.getFirst(), "/tasks");
              var workflows = items(apps.getFirst(), "/workflows?q=outcome:completed");
              assertThat(tasks).hasSize(items);
              assertThat(workflows).hasSize(items);
              for (var app : apps) {
                assertThat(items(app, "/tasks")).isEqualTo(tasks);
                assertThat(items(app, "/workflows")).isEqualTo(workflows);
              }
              for (var task : tasks) {
                var id = task.path("task_id").asText();
                assertThat(apps.getLast().get("/tasks/" + id).json()).isEqualTo(task);
              }
            });
  }

  /** Reads all pages of a list. */
  private static List<JsonNode> items(JsonHttpClient app, String list) throws IOException {
    var items = new ArrayList<JsonNode>();
    var path = list + (list.contains("?") ? "&" : "?") + "sort=created&limit=20";
    var page = app.get(path);
    while (true) {
      assertThat(page.status()).as(page.text()).isEqualTo(200);
      page.json().path("items").forEach(items::add);
      if (!page.json().path("next").isTextual()) {
        return items;
      }
      page = app.get(path + "&after=" + page.json().path("next").asText());
    }
  }

  private static long rebuilds(JsonHttpClient app) throws IOException {
    return app.get("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith("taskagent_view_rebuilds_total"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(" ") + 1)))
        .findFirst()
        .orElseThrow();
  }
}
