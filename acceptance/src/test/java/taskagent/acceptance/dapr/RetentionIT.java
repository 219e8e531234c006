package taskagent.acceptance.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import taskagent.acceptance.faults.ProblemAssertions;
import taskagent.acceptance.faults.TaskRequests;
import taskagent.dapr.cluster.ClusterPlan;
import taskagent.dapr.cluster.DaprCluster;
import taskagent.testing.server.JsonHttpClient;

/**
 * What has ended leaves the store after its retention, and answers 410 from then on. Of a task and
 * its saga, two small keys remain, so that their ids are not used again (specification §13).
 */
@Tag("docker")
@Execution(ExecutionMode.CONCURRENT) // it waits for more than a minute
final class RetentionIT {

  private static final String SIZE =
      """
      local bytes, keys = 0, redis.call('KEYS', ARGV[1])
      for _, key in ipairs(keys) do bytes = bytes + redis.call('MEMORY', 'USAGE', key) end
      return #keys .. ' keys, ' .. bytes .. ' bytes'
      """;

  private static final int TASKS = 20;
  private static final Duration REMOVED_WITHIN = Duration.ofMinutes(4);
  private static final Duration LISTED_WITHIN = Duration.ofSeconds(25);

  @Test
  void whatHasEndedIsRemoved() throws IOException {
    var plan =
        ClusterPlan.standard().replicas(1).settings("--retention-runs=1m", "--retention-tasks=1m");
    try (var cluster = new DaprCluster(plan)) {
      cluster.start().awaitServing();
      var app = new JsonHttpClient(cluster.addresses().getFirst());
      var ids = IntStream.range(0, TASKS).mapToObj(i -> "kept-" + i).toList();
      var etcdBefore = etcd(cluster);
      for (var id : ids) {
        TaskRequests.accepted(app, id);
      }
      TaskRequests.complete(app, ids);
      for (var id : ids) {
        assertThat(app.post("/tasks/" + id + "/complete", "{}").status()).isEqualTo(200);
      }
      var before = size(cluster);
      assertListed(app, TASKS);

      Awaitility.await("all are removed")
          .atMost(REMOVED_WITHIN)
          .pollInterval(Duration.ofSeconds(2))
          .untilAsserted(() -> assertRemoved(app, ids));

      assertListed(app, 0);
      assertThat(app.get("/metrics").text()).contains("taskagent_view_divergences_total 0");

      var left = keys(cluster);
      assertThat(left).allMatch(key -> key.contains("removed-")).hasSize(2 * TASKS);
      var etcd = etcd(cluster);
      assertThat(revision(etcd)).isGreaterThan(revision(etcdBefore));
      assertThat(names(etcd)).noneMatch(key -> key.contains("kept-"));
      System.out.printf(
          "%d tasks and their sagas: in Redis %s; after removal %s;"
              + " in the scheduler's etcd %d revisions; after removal %+d keys%n",
          TASKS,
          before,
          size(cluster),
          revision(etcd) - revision(etcdBefore),
          names(etcd).size() - names(etcdBefore).size());
    }
  }

  /** Waits until the lists have so many tasks and workflows. */
  private static void assertListed(JsonHttpClient app, int items) {
    Awaitility.await("the lists have " + items)
        .atMost(LISTED_WITHIN)
        .untilAsserted(
            () -> {
              for (var list : List.of("/tasks?limit=1", "/workflows?limit=1")) {
                assertThat(app.get(list).json().at("/total/value").asInt(-1)).isEqualTo(items);
              }
            });
  }

  /** Returns all keys of the scheduler's etcd. */
  private static JsonNode etcd(DaprCluster cluster) throws IOException {
    var all = "{\"key\": \"AA==\", \"range_end\": \"AA==\", \"keys_only\": true}";
    var answer = new JsonHttpClient(cluster.etcd()).post("/v3/kv/range", all);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static List<String> names(JsonNode etcd) {
    return StreamSupport.stream(etcd.path("kvs").spliterator(), false)
        .map(entry -> Base64.getDecoder().decode(entry.path("key").asText()))
        .map(key -> new String(key, StandardCharsets.UTF_8))
        .toList();
  }

  private static long revision(JsonNode etcd) {
    return etcd.at("/header/revision").asLong();
  }

  private static void assertRemoved(JsonHttpClient app, List<String> ids) throws IOException {
    for (var id : ids) {
      ProblemAssertions.check(app.get("/workflows/task-workflow-" + id), 410);
      ProblemAssertions.check(app.get("/tasks/" + id), 410);
      ProblemAssertions.check(TaskRequests.request(app, id), 410);
      ProblemAssertions.check(app.post("/tasks/" + id + "/start", "{}"), 410);
    }
  }

  /** Returns the keys in the store that have a task's name. */
  private static List<String> keys(DaprCluster cluster) {
    return cluster.redis("--scan", "--pattern", "*kept-*").lines().toList();
  }

  /** Returns the number of these keys and their bytes, counted at one moment. */
  private static String size(DaprCluster cluster) {
    return cluster.redis("EVAL", SIZE, "0", "*kept-*").strip();
  }
}
