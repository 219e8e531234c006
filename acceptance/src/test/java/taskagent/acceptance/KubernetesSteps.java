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
import taskagent.acceptance.faults.Writers;
import taskagent.acceptance.kubernetes.Deployment;
import taskagent.acceptance.kubernetes.Kubectl;
import taskagent.acceptance.kubernetes.Mistaken;
import taskagent.acceptance.kubernetes.Sidecar;
import taskagent.acceptance.server.Client;

/** Steps about the pods themselves. */
public final class KubernetesSteps {

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final int ENOUGH = 20;

  private static final String ROOT =
      """
      {"apiVersion": "v1", "spec": {"containers": [{"name": "root", "image": "taskagent/redis:7",
        "securityContext": {"runAsUser": 0}}]}}""";

  private final Scene scene;
  private Optional<Writers> writers = Optional.empty();
  private Optional<Mistaken> mistaken = Optional.empty();

  /** Steps on the world that all scenarios share. */
  public KubernetesSteps(Scene scene) {
    this.scene = scene;
  }

  /** Ends what a scenario began. */
  @After
  public void end() {
    writers.ifPresent(Writers::close);
    mistaken.ifPresent(Mistaken::close);
  }

  /** Looks at each pod. */
  @Then("{int} pods are ready, each with the containers {string} and {string}")
  public void ready(int pods, String one, String other) {
    assertThat(Deployment.ready()).isEqualTo(pods);
    for (var pod : Deployment.describe()) {
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

  /** It has not crashed. Its sidecar may: it ends where it finds no Redis when it starts. */
  @Then("Task Agent has been started only once in each")
  public void startedOnce() {
    for (var pod : Deployment.describe()) {
      assertThat(containers(pod))
          .filteredOn(container -> container.path("name").asText().equals("task-agent"))
          .singleElement()
          .satisfies(app -> assertThat(app.path("restartCount").asInt()).as("%s", app).isZero());
    }
  }

  /** Asks the API server, which does not do it. */
  @Then("a pod that runs as root is not admitted")
  public void noRoot() {
    var done =
        Kubectl.attempt(
            "-n",
            Deployment.NAMESPACE,
            "run",
            "root",
            "--image=taskagent/redis:7",
            "--dry-run=server",
            "--overrides=" + ROOT);
    assertThat(done.code()).isNotZero();
    assertThat(done.err()).contains("violates PodSecurity", "runAsNonRoot");
  }

  /** Asks the API server, which does not do it. */
  @Then("the API server takes the overlay {string}")
  public void takes(String overlay) throws IOException {
    // In the namespace of the test: one that is only to be made cannot be looked into.
    var text =
        Kubectl.run("kustomize", "../k8s/overlays/" + overlay)
            .replace("namespace: task-agent\n", "namespace: " + Deployment.NAMESPACE + "\n")
            // Whoever uses the cluster, too, may have the overlay deployed.
            .replace("nodePort: 30080\n", "nodePort: 30082\n");
    var file = Files.writeString(Path.of("target", "overlay-" + overlay + ".yaml"), text);
    var done =
        Kubectl.attempt("apply", "--dry-run=server", "--validate=strict", "-f", file.toString());
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.out()).contains("deployment.apps/task-agent-system");
  }

  /** Beside the one that works. */
  @Given("^another deployment with (.*)$")
  public void mistaken(String mistake) {
    mistaken = Optional.of(Mistaken.with(mistake));
  }

  /** Whoever looks for the reason finds it. */
  @Then("its pod is not ready, and says {string}")
  public void says(String why) {
    Waiting.until(SOON, () -> assertThat(mistaken.orElseThrow().says()).containsIgnoringCase(why));
    assertThat(mistaken.orElseThrow().ready()).isFalse();
  }

  /** As somebody without a certificate. */
  @Then("a sidecar answers nothing to a call in plain text")
  public void noPlainText() throws IOException {
    try (var sidecar = new Sidecar(Deployment.pods().getFirst())) {
      assertThat(sidecar.speaksPlainText()).isFalse();
    }
  }

  /** It is the one that sentry gave it. */
  @Then("a sidecar shows a certificate of Dapr's for {string}")
  public void certificate(String app) throws IOException, GeneralSecurityException {
    try (var sidecar = new Sidecar(Deployment.pods().getFirst())) {
      assertThat(sidecar.names())
          .anySatisfy(
              name ->
                  assertThat(name)
                      .startsWith("spiffe://")
                      .endsWith("/ns/" + Deployment.NAMESPACE + "/" + app));
    }
  }

  /** None is left. */
  @When("Redis is gone")
  public void redisGone() {
    Deployment.kubectl("scale", "statefulset/redis", "--replicas=0");
  }

  /** It is there again, with its data. */
  @When("Redis is back")
  public void redisBack() {
    Deployment.kubectl("scale", "statefulset/redis", "--replicas=1");
  }

  /** Waits for it. */
  @Then("{int} pods become ready")
  public void becomeReady(int pods) {
    Waiting.until(SOON, () -> assertThat(Deployment.ready()).isEqualTo(pods));
    if (pods > 0) {
      Deployment.awaitAnswer();
    }
  }

  /** In order, as {@code kubectl delete pod} does. */
  @When("a pod is deleted")
  public void delete() {
    Deployment.delete(Deployment.pods().getFirst());
  }

  /** They go on until the scenario ends. */
  @Given("clients ask for tasks and talk all the time")
  public void load() {
    var name = "load-" + Long.toString(System.nanoTime(), 36);
    writers = Optional.of(Writers.start(name, List.of(scene.agent().address())));
    writers().awaitAcknowledged(ENOUGH);
  }

  private Writers writers() {
    return writers.orElseThrow();
  }

  /** A rolling update. */
  @When("all pods are replaced one after the other")
  public void replace() {
    Deployment.restart();
    Deployment.awaitReady(Deployment.REPLICAS);
    writers().awaitAcknowledged(ENOUGH);
  }

  /** One number after the other. */
  @When("there are {int}, then {int}, then {int} replicas")
  public void scale(int first, int second, int third) {
    for (int replicas : new int[] {first, second, third}) {
      Deployment.scale(replicas);
      writers().awaitAcknowledged(ENOUGH);
    }
  }

  /** Every request was answered well. */
  @Then("no client was told \"not now\"")
  public void noneRefused() {
    assertThat(writers().refused()).isZero();
  }

  /** Tasks completed, messages in their order. */
  @Then("all that was acknowledged is there")
  public void kept() throws Exception {
    writers().checkKept(new Client(Deployment.address()));
    Deployment.scale(Deployment.REPLICAS);
  }
}
