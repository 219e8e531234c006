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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import taskagent.acceptance.faults.Problems;
import taskagent.acceptance.faults.Tasks;
import taskagent.acceptance.faults.Writers;
import taskagent.acceptance.server.Client;
import taskagent.acceptance.server.Client.Answer;
import taskagent.dapr.cluster.ClusterPlan;
import taskagent.dapr.cluster.DaprCluster;

/** What two replicas do while a sidecar or Redis is away or slow, and when one of them is ended. */
@Tag("docker")
final class DaprOutagesIT {

  private static final int ENOUGH = 20;

  private static final DaprCluster CLUSTER =
      new DaprCluster(ClusterPlan.standard().settings("--notify-simulated-delay=1s"));

  @BeforeAll
  static void start() throws IOException {
    CLUSTER.start().awaitServing();
    Tasks.accepted(app(0), "known");
    Tasks.complete(app(0), List.of("known"));
  }

  @AfterAll
  static void end() {
    CLUSTER.close();
  }

  /** So that no test fails for another's reason. */
  @AfterEach
  void heal() {
    CLUSTER.heal();
  }

  private static Client app(int replica) {
    return new Client(CLUSTER.addresses().get(replica));
  }

  @Test
  void whileItsSidecarIsGoneAReplicaSaysNotNowAndGoesOnWhenItIsBack() throws IOException {
    var ids = IntStream.range(0, 6).mapToObj(i -> "sidecar-gone-" + i).toList();
    for (var id : ids) {
      Tasks.accepted(app(0), id);
    }
    CLUSTER.kill("daprd-0");

    for (var answer : everyRequest(app(0))) {
      Problems.check(answer, 503);
      assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
    }
    assertThat(app(0).get("/health/ready").status()).isEqualTo(503);
    assertThat(app(0).get("/health/live").status()).isEqualTo(200);
    Tasks.complete(app(1), ids); // the other replica went on with them

    CLUSTER.start("daprd-0");
    CLUSTER.awaitServing(0);
    Tasks.accepted(app(0), "sidecar-back");
    Tasks.complete(app(0), List.of("sidecar-back"));
  }

  /** One of each that needs the engine. */
  private static List<Answer> everyRequest(Client client) throws IOException {
    return List.of(
        Tasks.request(client, "never"),
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
  void aReplicaThatIsThereBeforeItsSidecarSaysWhatItWaitsForAndServesThen() throws IOException {
    CLUSTER.kill("daprd-0");
    CLUSTER.stop("app-0", Duration.ofSeconds(30));
    int said = CLUSTER.logs("app-0").length();
    CLUSTER.start("app-0");
    Awaitility.await("it says what it waits for")
        .atMost(Duration.ofSeconds(30))
        .until(() -> CLUSTER.logs("app-0").substring(said).contains("Not ready yet."));
    assertThat(app(0).get("/health/live").status()).isEqualTo(200);
    assertThat(app(0).get("/health/ready").status()).isEqualTo(503);
    Problems.check(Tasks.request(app(0), "too-early"), 503);

    CLUSTER.start("daprd-0");
    CLUSTER.awaitServing(0);
    Awaitility.await("it says that it is ready")
        .atMost(Duration.ofSeconds(30))
        .until(() -> CLUSTER.logs("app-0").substring(said).contains("Task Agent is ready at "));
    Tasks.accepted(app(0), "in-time");
    Tasks.complete(app(0), List.of("in-time"));
  }

  @Test
  void aRedisThatIsKilledLosesNothingThatWasAcknowledged() throws Exception {
    try (var writers = Writers.start("killed", CLUSTER.addresses())) {
      writers.awaitAcknowledged(ENOUGH);
      CLUSTER.kill("redis");
      writers.awaitRefused();
      CLUSTER.start("redis");
      CLUSTER.awaitServing();
      writers.awaitAcknowledged(ENOUGH);
      writers.checkKept(app(0));
    }
  }

  @Test
  void aRedisThatIsFrozenLosesNothingThatWasAcknowledged() throws Exception {
    try (var writers = Writers.start("frozen", CLUSTER.addresses())) {
      writers.awaitAcknowledged(ENOUGH);
      CLUSTER.pause("redis");
      writers.awaitRefused();
      CLUSTER.unpause("redis");
      CLUSTER.awaitServing();
      writers.awaitAcknowledged(ENOUGH);
      writers.checkKept(app(1));
    }
  }

  /** It answers, but takes its time: it stands still for half a second, twenty times. */
  @Test
  void aRedisThatIsSlowLosesNothingThatWasAcknowledged() throws Exception {
    try (var writers = Writers.start("slow", CLUSTER.addresses())) {
      for (int i = 0; i < 20; i++) {
        CLUSTER.redis("CLIENT", "PAUSE", "500", "ALL");
        writers.awaitAcknowledged(1);
      }
      writers.checkKept(app(0));
    }
  }

  @Test
  void aReplicaThatIsEndedAnswersWhatItHasBegunAndTheOtherGoesOn() throws Exception {
    var ids = IntStream.range(0, 10).mapToObj(i -> "drained-" + i).toList();
    for (var id : ids) {
      Tasks.accepted(app(0), id);
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting = new ArrayList<Future<Answer>>();
      for (var id : ids) {
        waiting.add(
            threads.submit(() -> app(0).get("/workflows/task-workflow-" + id + "?wait=30s")));
      }
      Awaitility.await("all are waiting")
          .atMost(Duration.ofSeconds(10))
          .until(() -> app(0).get("/metrics").status() == 200);
      CLUSTER.stop("app-0", Duration.ofSeconds(30));
      for (var each : waiting) {
        var answer = each.get(30, TimeUnit.SECONDS);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      }
    }
    assertThat(CLUSTER.exitCode("app-0")).isZero();
    Tasks.complete(app(1), ids);

    CLUSTER.start("app-0");
    CLUSTER.awaitServing(0);
  }
}
