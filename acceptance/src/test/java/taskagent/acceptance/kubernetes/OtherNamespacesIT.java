package taskagent.acceptance.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dapr.client.DaprClientBuilder;
import io.dapr.client.domain.CloudEvent;
import io.dapr.config.Properties;
import io.dapr.utils.TypeRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import taskagent.testing.kubernetes.AcceptanceDeployment;
import taskagent.testing.kubernetes.Kubectl;
import taskagent.testing.server.JsonHttpClient;

/** Other apps, and other installations of Task Agent, on the same cluster and the same Dapr. */
@Tag("kubernetes")
@Isolated("it deploys")
final class OtherNamespacesIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** The second installation. */
  private static final String SECOND = "task-agent-second";

  private static final int SECOND_PORT = 30_084;

  /** The namespace of the second app in the example. */
  private static final String TEAM = "my-team";

  private static final int HTTP = 8_000;
  private static final int SIDECAR_HTTP = 3_500;
  private static final int SIDECAR_GRPC = 50_001;

  private static final JsonHttpClient FIRST = new JsonHttpClient(AcceptanceDeployment.address());

  @BeforeAll
  static void deploy() {
    AcceptanceDeployment.apply(Map.of());
  }

  @AfterAll
  static void delete() {
    for (var namespace : new String[] {SECOND, TEAM}) {
      Kubectl.run("delete", "namespace", namespace, "--ignore-not-found", "--wait=false");
    }
  }

  @Test
  void anAppInItsOwnNamespaceStartsATaskAndReceivesTheEvents() throws Exception {
    var app =
        Files.readString(Path.of("../k8s/examples/second-app.yaml"))
            .replace(
                "namespace: task-agent\n", "namespace: " + AcceptanceDeployment.NAMESPACE + "\n")
            .replace("redis.task-agent:", "redis." + AcceptanceDeployment.NAMESPACE + ":")
            .replace("image: my-app:1", "image: taskagent/redis:7"); // what it runs does not matter
    Kubectl.apply("second-app.yaml", app);
    Kubectl.run("-n", TEAM, "rollout", "status", "deployment/my-app", "--timeout=180s");

    try (var http = PortForward.to(TEAM, "deployment/my-app", SIDECAR_HTTP);
        var grpc = PortForward.to(TEAM, "deployment/my-app", SIDECAR_GRPC)) {
      var events = ConcurrentHashMap.<String>newKeySet();
      var port = Integer.toString(grpc.port());
      var dapr =
          new DaprClientBuilder()
              .withPropertyOverride(Properties.GRPC_PORT, port)
              .buildPreviewClient();
      var subscription =
          dapr.subscribeToEvents("pubsub", "task-events", new TypeRef<CloudEvent<byte[]>>() {})
              .subscribe(event -> events.add(event.getType() + " " + event.getId()));
      try {
        startATask(new JsonHttpClient("http://127.0.0.1:" + http.port()));
        Awaitility.await("the app receives the events")
            .atMost(PATIENCE)
            .until(
                () ->
                    events.containsAll(
                        Set.of("task.created from-my-app/1", "task.assigned from-my-app/2")));
      } finally {
        subscription.dispose();
        dapr.close();
      }
    }
  }

  private static void startATask(JsonHttpClient sidecar) throws IOException {
    var agent = "/v1.0/invoke/task-agent-system." + AcceptanceDeployment.NAMESPACE + "/method";
    var accepted = sidecar.post(agent + "/tasks/process", request("from-my-app", "ada", 3_600));
    assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
    assertThat(accepted.header("Location")).isEqualTo("/workflows/task-workflow-from-my-app");

    var ended = sidecar.get(agent + accepted.header("Location") + "?wait=30s");
    assertThat(ended.json().path("status").asText()).as(ended.text()).isEqualTo("COMPLETED");

    var unknown = sidecar.get(agent + "/tasks/nobody");
    assertThat(unknown.status()).as(unknown.text()).isEqualTo(404);
    assertThat(unknown.json().path("status").asInt()).as(unknown.text()).isEqualTo(404);
  }

  /** Both get a task, a workflow and a conversation of the same name. */
  @Test
  void twoInstallationsDoNotSeeEachOther() throws IOException {
    deploySecond();
    try (var forwarded = PortForward.to(SECOND, AcceptanceDeployment.NAME, HTTP)) {
      bothWorkOnTheSameNames(new JsonHttpClient("http://127.0.0.1:" + forwarded.port()));
    }
  }

  private static void bothWorkOnTheSameNames(JsonHttpClient second) throws IOException {
    assertThat(FIRST.post("/tasks/process", request("same", "ada", 4)).status()).isEqualTo(202);
    assertThat(second.get("/tasks/same").status()).isEqualTo(404);
    assertThat(second.get("/workflows/task-workflow-same").status()).isEqualTo(404);
    assertThat(second.post("/tasks/process", request("same", "ben", 3_600)).status())
        .isEqualTo(202);
    for (var each : new JsonHttpClient[] {FIRST, second}) {
      var ended = each.get("/workflows/task-workflow-same?wait=30s");
      assertThat(ended.json().path("status").asText()).as(ended.text()).isEqualTo("COMPLETED");
    }
    Awaitility.await("the deadline in the first passes")
        .atMost(PATIENCE)
        .until(() -> task(FIRST).path("status").asText().equals("overdue"));
    assertThat(task(FIRST).path("assignee").asText()).isEqualTo("ada");
    assertThat(task(second).path("status").asText()).isEqualTo("assigned");
    assertThat(task(second).path("assignee").asText()).isEqualTo("ben");

    assertThat(FIRST.post("/chat/eve", "{\"content\": \"only the first hears it\"}").status())
        .isEqualTo(200);
    Awaitility.await("the first logs the event of its conversation")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(2))
        .until(() -> logs(AcceptanceDeployment.NAMESPACE).contains("conversation/eve/"));
    assertThat(logs(SECOND)).doesNotContain("conversation/eve/");
    assertThat(second.get("/chat/eve/history").json().path("total_messages").asInt()).isZero();
  }

  private static void deploySecond() {
    var all =
        Kubectl.run("kustomize", "../k8s/overlays/acceptance")
            .replace(AcceptanceDeployment.NAMESPACE, SECOND)
            .replace("nodePort: 30081", "nodePort: " + SECOND_PORT)
            .replace("replicas: 2", "replicas: 1");
    Kubectl.run("create", "namespace", SECOND);
    var key = "--from-literal=key=" + "ab".repeat(32);
    Kubectl.run("-n", SECOND, "create", "secret", "generic", "state-key-1", key);
    Kubectl.apply("second-installation.yaml", all);
    Kubectl.run("-n", SECOND, "rollout", "status", AcceptanceDeployment.NAME, "--timeout=180s");
  }

  private static String request(String task, String assignee, int seconds) {
    return JsonHttpClient.json(
        Map.of(
            "task_id", task,
            "title", "A task of " + assignee,
            "description", "It is asked for by another app",
            "assignee", assignee,
            "deadline_seconds", seconds));
  }

  private static JsonNode task(JsonHttpClient client) throws IOException {
    return client.get("/tasks/same").json();
  }

  private static String logs(String namespace) {
    return Kubectl.run(
        "-n", namespace, "logs", "-l", AcceptanceDeployment.PODS, "-c", "task-agent", "--tail=-1");
  }
}
