package taskagent.acceptance.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import taskagent.acceptance.faults.ProblemAssertions;
import taskagent.acceptance.faults.TaskRequests;
import taskagent.acceptance.faults.WritingClients;
import taskagent.dapr.cluster.DaprCluster;
import taskagent.testing.server.JsonHttpClient;
import taskagent.testing.server.JsonHttpClient.Answer;

/** Two replicas while a sidecar or Redis is unavailable or slow, or one of them shuts down. */
@Tag("docker")
@ExtendWith(SharedCluster.class)
@ResourceLock(SharedCluster.LOCK)
final class DaprOutagesIT {

  private static final int ENOUGH = 20;

  private static DaprCluster cluster;

  @BeforeAll
  static void start(DaprCluster shared) throws IOException {
    cluster = shared;
    TaskRequests.accepted(app(0), "known");
    TaskRequests.complete(app(0), List.of("known"));
  }

  /** Repairs the cluster, so that the next test does not fail for the same reason. */
  @AfterEach
  void heal() {
    cluster.heal();
  }

  private static JsonHttpClient app(int replica) {
    return new JsonHttpClient(cluster.addresses().get(replica));
  }

  @Test
  void aReplicaWithoutItsSidecarAnswers503AndServesOnceTheSidecarIsBack() throws IOException {
    var ids = IntStream.range(0, 6).mapToObj(i -> "sidecar-gone-" + i).toList();
    for (var id : ids) {
      TaskRequests.accepted(app(0), id);
    }
    cluster.kill("daprd-0");

    for (var answer : everyRequest(app(0))) {
      ProblemAssertions.check(answer, 503);
      assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
    }
    assertThat(app(0).get("/health/ready").status()).isEqualTo(503);
    assertThat(app(0).get("/health/live").status()).isEqualTo(200);
    TaskRequests.complete(app(1), ids); // the other replica continued them

    cluster.start("daprd-0");
    cluster.awaitServing(0);
    TaskRequests.accepted(app(0), "sidecar-back");
    TaskRequests.complete(app(0), List.of("sidecar-back"));
  }

  /** Sends one request of each kind that needs the engine. */
  private static List<Answer> everyRequest(JsonHttpClient client) throws IOException {
    return List.of(
        TaskRequests.request(client, "never"),
        client.get("/tasks/known"),
        client.get("/tasks/known/timeline"),
        client.post("/tasks/known/assign", "{\"assignee\": \"ben\"}"),
        client.get("/workflows/task-workflow-known"),
        client.post("/workflows/task-workflow-known/cancel", ""),
        client.post("/workflows/task-workflow-known/retry", ""),
        client.post("/chat/ada", "{\"content\": \"help\"}"),
        client.get("/chat/ada/history"),
        client.delete("/chat/ada/history"));
  }

  @Test
  void aReplicaThatStartsBeforeItsSidecarLogsThatItWaitsAndServesLater() throws IOException {
    cluster.kill("daprd-0");
    cluster.stop("app-0", Duration.ofSeconds(30));
    int before = cluster.logs("app-0").length();
    cluster.start("app-0");
    Awaitility.await("the app logs that it waits")
        .atMost(Duration.ofSeconds(30))
        .until(() -> cluster.logs("app-0").substring(before).contains("Not ready yet."));
    assertThat(app(0).get("/health/live").status()).isEqualTo(200);
    assertThat(app(0).get("/health/ready").status()).isEqualTo(503);
    ProblemAssertions.check(TaskRequests.request(app(0), "too-early"), 503);

    cluster.start("daprd-0");
    cluster.awaitServing(0);
    Awaitility.await("the app logs that it is ready")
        .atMost(Duration.ofSeconds(30))
        .until(() -> cluster.logs("app-0").substring(before).contains("Task Agent is ready at "));
    TaskRequests.accepted(app(0), "in-time");
    TaskRequests.complete(app(0), List.of("in-time"));
  }

  @Test
  void nothingAcknowledgedIsLostWhenRedisIsKilled() throws Exception {
    try (var writers = WritingClients.start("killed", cluster.addresses())) {
      writers.awaitAcknowledged(ENOUGH);
      cluster.kill("redis");
      writers.awaitRefused();
      cluster.start("redis");
      cluster.awaitServing();
      writers.awaitAcknowledged(ENOUGH);
      writers.checkKept(app(0));
    }
  }

  @Test
  void nothingAcknowledgedIsLostWhenRedisIsFrozen() throws Exception {
    try (var writers = WritingClients.start("frozen", cluster.addresses())) {
      writers.awaitAcknowledged(ENOUGH);
      cluster.pause("redis");
      writers.awaitRefused();
      cluster.unpause("redis");
      cluster.awaitServing();
      writers.awaitAcknowledged(ENOUGH);
      writers.checkKept(app(1));
    }
  }

  /** Redis answers reads, and refuses each write. It evicts nothing. */
  @Test
  void nothingAcknowledgedIsLostWhenRedisIsFull() throws Exception {
    try (var writers = WritingClients.start("full", cluster.addresses())) {
      writers.awaitAcknowledged(ENOUGH);
      cluster.redis("CONFIG", "SET", "maxmemory", "1mb");
      try {
        writers.awaitRefused();
      } finally {
        cluster.redis("CONFIG", "SET", "maxmemory", "0");
      }
      cluster.awaitServing();
      writers.awaitAcknowledged(ENOUGH);
      writers.checkKept(app(0));
    }
  }

  /** Redis pauses for half a second, twenty times. */
  @Test
  void nothingAcknowledgedIsLostWhenRedisIsSlow() throws Exception {
    try (var writers = WritingClients.start("slow", cluster.addresses())) {
      for (int i = 0; i < 20; i++) {
        cluster.redis("CLIENT", "PAUSE", "500", "ALL");
        writers.awaitAcknowledged(1);
      }
      writers.checkKept(app(0));
    }
  }

  @Test
  void aReplicaThatShutsDownAnswersPendingRequestsAndTheOtherContinuesItsSagas() throws Exception {
    var ids = IntStream.range(0, 10).mapToObj(i -> "drained-" + i).toList();
    for (var id : ids) {
      TaskRequests.accepted(app(0), id);
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting = new ArrayList<Future<Answer>>();
      for (var id : ids) {
        waiting.add(
            threads.submit(() -> app(0).get("/workflows/task-workflow-" + id + "?wait=30s")));
      }
      Awaitility.await("all wait or are answered")
          .atMost(Duration.ofSeconds(30))
          .until(() -> answered(waiting) + waits(app(0)) >= ids.size());
      cluster.stop("app-0", Duration.ofSeconds(30));
      for (var each : waiting) {
        var answer = each.get(30, TimeUnit.SECONDS);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      }
    }
    assertThat(cluster.exitCode("app-0")).isZero();
    TaskRequests.complete(app(1), ids);

    cluster.start("app-0");
    cluster.awaitServing(0);
  }

  private static long answered(List<Future<Answer>> requests) {
    return requests.stream().filter(Future::isDone).count();
  }

  private static long waits(JsonHttpClient app) throws IOException {
    var name = "http_server_waits_active ";
    return app.get("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length())))
        .sum();
  }
}
