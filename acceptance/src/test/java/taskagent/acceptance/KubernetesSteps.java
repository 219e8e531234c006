package taskagent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cucumber.java.After;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import taskagent.acceptance.faults.WritingClients;
import taskagent.acceptance.kubernetes.BrokenDeployment;
import taskagent.acceptance.kubernetes.SidecarPort;
import taskagent.testing.kubernetes.AcceptanceDeployment;
import taskagent.testing.kubernetes.Kubectl;
import taskagent.testing.server.JsonHttpClient;

/** Steps about the pods themselves. */
public final class KubernetesSteps {

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final int ENOUGH = 20;
  private static final int MANY = 200;

  private static final String ROOT =
      """
      {"apiVersion": "v1", "spec": {"containers": [{"name": "root", "image": "taskagent/redis:7",
        "securityContext": {"runAsUser": 0}}]}}""";

  private final ScenarioContext scenario;
  private Optional<WritingClients> writers = Optional.empty();
  private Optional<BrokenDeployment> broken = Optional.empty();
  private boolean rolledOut;

  /** Creates the steps of a scenario. */
  public KubernetesSteps(ScenarioContext scenario) {
    this.scenario = scenario;
  }

  /** Stops the clients, deletes the broken deployment, and undoes the rollout. */
  @After
  public void end() {
    writers.ifPresent(WritingClients::close);
    broken.ifPresent(BrokenDeployment::close);
    if (rolledOut) {
      undo();
    }
  }

  /** Checks each pod. */
  @Then("{int} pods are ready, each with the containers {string} and {string}")
  public void ready(int pods, String one, String other) {
    assertThat(AcceptanceDeployment.ready()).isEqualTo(pods);
    for (var pod : AcceptanceDeployment.describe()) {
      var names = new ArrayList<String>();
      for (var container : containers(pod)) {
        names.add(container.path("name").asText());
        assertThat(container.path("ready").asBoolean()).as("%s", container).isTrue();
      }
      assertThat(names).containsExactlyInAnyOrder(one, other);
    }
  }

  private static JsonNode containers(JsonNode pod) {
    return pod.path("status").path("containerStatuses");
  }

  /** The app must not have crashed. Its sidecar may: it exits if it starts without Redis. */
  @Then("Task Agent has been started only once in each")
  public void startedOnce() {
    for (var pod : AcceptanceDeployment.describe()) {
      assertThat(containers(pod))
          .filteredOn(container -> container.path("name").asText().equals("task-agent"))
          .singleElement()
          .satisfies(app -> assertThat(app.path("restartCount").asInt()).as("%s", app).isZero());
    }
  }

  /** Sends a dry run to the API server. */
  @Then("a pod that runs as root is not admitted")
  public void noRoot() {
    var done =
        Kubectl.attempt(
            "-n",
            AcceptanceDeployment.NAMESPACE,
            "run",
            "root",
            "--image=taskagent/redis:7",
            "--dry-run=server",
            "--overrides=" + ROOT);
    assertThat(done.code()).isNotZero();
    assertThat(done.err()).contains("violates PodSecurity", "runAsNonRoot");
  }

  /** Sends a dry run to the API server. */
  @Then("the API server takes the overlay {string}")
  public void takes(String overlay) throws IOException {
    // In the namespace of the test, because a dry run does not create the one of the overlay.
    var text =
        Kubectl.run("kustomize", "../k8s/overlays/" + overlay)
            .replace(
                "namespace: task-agent\n", "namespace: " + AcceptanceDeployment.NAMESPACE + "\n")
            // A user of this cluster may have deployed the overlay, which takes its port.
            .replace("nodePort: 30080\n", "nodePort: 30082\n");
    var file = Files.writeString(Path.of("target", "overlay-" + overlay + ".yaml"), text);
    var done =
        Kubectl.attempt("apply", "--dry-run=server", "--validate=strict", "-f", file.toString());
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.out()).contains("deployment.apps/task-agent-system");
  }

  /** Deploys it beside the working one. */
  @Given("^another deployment with (.*)$")
  public void broken(String mistake) {
    broken = Optional.of(BrokenDeployment.with(mistake));
  }

  /** The description of the pod or its logs state the reason. */
  @Then("its pod is not ready, and says {string}")
  public void says(String why) {
    Waiting.slowlyUntil(
        SOON, () -> assertThat(broken.orElseThrow().says()).containsIgnoringCase(why));
    assertThat(broken.orElseThrow().ready()).isFalse();
  }

  /** Calls it without a certificate. */
  @Then("a sidecar answers nothing to a call in plain text")
  public void noPlainText() throws IOException {
    try (var sidecar = new SidecarPort(AcceptanceDeployment.pods().getFirst())) {
      assertThat(sidecar.speaksPlainText()).isFalse();
    }
  }

  /** Checks that sentry issued the certificate. */
  @Then("a sidecar shows a certificate of Dapr's for {string}")
  public void certificate(String app) throws IOException, GeneralSecurityException {
    try (var sidecar = new SidecarPort(AcceptanceDeployment.pods().getFirst())) {
      assertThat(sidecar.names())
          .anySatisfy(
              name ->
                  assertThat(name)
                      .startsWith("spiffe://")
                      .endsWith("/ns/" + AcceptanceDeployment.NAMESPACE + "/" + app));
    }
  }

  /** Reads the document with Redis' own client. Dapr appends the name of the key. */
  @Then("Redis holds task {string} encrypted with the key {string}")
  public void encrypted(String task, String key) {
    var document = "task-agent-system||task-" + task;
    var held =
        AcceptanceDeployment.kubectl(
            "exec", "redis-0", "--", "redis-cli", "HGET", document, "data");
    assertThat(held)
        .endsWith("||" + key)
        .doesNotContain(scenario.request(task, "").path("title").asText());
  }

  /** Scales it to no replicas. */
  @When("Redis is gone")
  public void redisGone() {
    AcceptanceDeployment.kubectl("scale", "statefulset/redis", "--replicas=0");
  }

  /** Starts it again, with its data. */
  @When("Redis is back")
  public void redisBack() {
    AcceptanceDeployment.kubectl("scale", "statefulset/redis", "--replicas=1");
  }

  /** Waits until exactly so many pods are ready. */
  @Then("{int} pods become ready")
  public void becomeReady(int pods) {
    Waiting.slowlyUntil(SOON, () -> assertThat(AcceptanceDeployment.ready()).isEqualTo(pods));
    if (pods > 0) {
      AcceptanceDeployment.awaitAnswer();
    }
  }

  /** Deletes it gracefully, as {@code kubectl delete pod} does. */
  @When("a pod is deleted")
  public void delete() {
    AcceptanceDeployment.delete(AcceptanceDeployment.pods().getFirst());
  }

  /** Starts clients that continue until the scenario ends. */
  @Given("clients ask for tasks and talk all the time")
  public void load() {
    var name = "load-" + Long.toString(System.nanoTime(), 36);
    writers = Optional.of(WritingClients.start(name, List.of(scenario.agent().address())));
    writers().awaitAcknowledged(ENOUGH);
  }

  private WritingClients writers() {
    return writers.orElseThrow();
  }

  /** Performs a rolling restart. */
  @When("all pods are replaced one after the other")
  public void replace() {
    AcceptanceDeployment.restart();
    AcceptanceDeployment.awaitReady(AcceptanceDeployment.REPLICAS);
    writers().awaitAcknowledged(ENOUGH);
  }

  /** Starts a rolling update. Clients get many answers while its first pod runs. */
  @When("a version is rolled out that cannot use its store")
  public void rollOut() {
    var old = AcceptanceDeployment.pods();
    rolledOut = true;
    AcceptanceDeployment.kubectl(
        "set", "env", AcceptanceDeployment.NAME, "TASKAGENT_DAPR_STATE_STORE=nowhere");
    Waiting.slowlyUntil(
        SOON,
        () ->
            assertThat(AcceptanceDeployment.describe())
                .filteredOn(pod -> !old.contains("pod/" + pod.at("/metadata/name").asText()))
                .singleElement()
                .satisfies(pod -> assertThat(containers(pod)).hasSize(2).allMatch(this::runs)));
    writers().awaitAcknowledged(MANY);
  }

  private boolean runs(JsonNode container) {
    return container.path("state").has("running");
  }

  /** Kubernetes keeps the old pods until the new one is ready. */
  @Then("its pod is not ready, and {int} others are")
  public void othersReady(int others) {
    assertThat(AcceptanceDeployment.describe()).hasSize(others + 1);
    assertThat(AcceptanceDeployment.ready()).isEqualTo(others);
  }

  /** Goes back to the version before. */
  @When("the rollout is undone")
  public void undo() {
    AcceptanceDeployment.kubectl("rollout", "undo", AcceptanceDeployment.NAME);
    AcceptanceDeployment.awaitReady(AcceptanceDeployment.REPLICAS);
    rolledOut = false;
  }

  /** Scales to each number in turn. */
  @When("there are {int}, then {int}, then {int} replicas")
  public void scale(int first, int second, int third) {
    for (int replicas : new int[] {first, second, third}) {
      AcceptanceDeployment.scale(replicas);
      writers().awaitAcknowledged(ENOUGH);
    }
  }

  /** Checks that no request was answered 503. */
  @Then("no client was told \"not now\"")
  public void noneRefused() {
    assertThat(writers().refusals()).isEmpty();
  }

  /** Checks that acknowledged tasks complete, and that acknowledged messages are kept. */
  @Then("all that was acknowledged is there")
  public void kept() throws Exception {
    writers().checkKept(new JsonHttpClient(AcceptanceDeployment.address()));
    AcceptanceDeployment.scale(AcceptanceDeployment.REPLICAS);
  }
}
