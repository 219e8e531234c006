package taskagent.testing.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import taskagent.testing.server.JsonHttpClient;

/** Task Agent as the overlay {@code acceptance} deploys it, in its own namespace. */
public final class AcceptanceDeployment {

  /** The namespace of the deployment. */
  public static final String NAMESPACE = "task-agent-test";

  /** The default number of replicas. */
  public static final int REPLICAS = 2;

  /** The label of its pods. */
  public static final String PODS = "app.kubernetes.io/name=task-agent-system";

  /** The Deployment that owns its pods. */
  public static final String NAME = "deployment/task-agent-system";

  /** The key of the state store: 256 bits. */
  private static final String KEY = "0123456789abcdef".repeat(4);

  private static final String DAPR = "dapr-system";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private AcceptanceDeployment() {}

  /** Returns the address at which it serves. */
  public static String address() {
    return System.getenv().getOrDefault("TASKAGENT_KUBE_ADDRESS", "http://127.0.0.1:30081");
  }

  /**
   * Returns the address of this machine that pods can reach: its own address towards their node.
   */
  public static InetAddress outside() {
    var node =
        Kubectl.run(
            "get",
            "nodes",
            "-o",
            "jsonpath={.items[0].status.addresses[?(@.type=='InternalIP')].address}");
    try (var socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(node, 9)); // sends nothing, but selects the route
      return socket.getLocalAddress();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes it, deploys it with these settings, and waits until it is ready. */
  public static void apply(Map<String, String> settings) {
    Kubectl.attempt(
        "-n", NAMESPACE, "delete", "pods", "--all", "--force", "--grace-period=0", "--wait=false");
    Kubectl.run("delete", "namespace", NAMESPACE, "--ignore-not-found", "--timeout=120s");
    Kubectl.run("create", "namespace", NAMESPACE);
    var literals = new ArrayList<>(List.of("create", "configmap", "task-agent-settings"));
    new TreeMap<>(settings)
        .forEach((name, value) -> literals.add("--from-literal=" + name + "=" + value));
    kubectl(literals.toArray(String[]::new));
    kubectl("create", "secret", "generic", "state-key-1", "--from-literal=key=" + KEY);
    long began = System.nanoTime();
    restore();
    kubectl("rollout", "status", "deployment/traces", "--timeout=180s");
    System.out.printf("deployed and ready after %.1f s%n", (System.nanoTime() - began) / 1e9);
  }

  /** Applies its manifests, which reverts other changes, and waits until it is ready. */
  public static void restore() {
    Kubectl.run("apply", "-k", "../k8s/overlays/acceptance");
    awaitReady(REPLICAS);
  }

  /** Runs kubectl in the namespace, and returns what it prints. */
  public static String kubectl(String... arguments) {
    var all = new ArrayList<>(List.of("-n", NAMESPACE));
    all.addAll(List.of(arguments));
    return Kubectl.run(all.toArray(String[]::new));
  }

  /** Returns the names of its pods, without those that are terminating. */
  public static List<String> pods() {
    var names = new ArrayList<String>();
    for (var pod : describe()) {
      if (stays(pod)) {
        names.add("pod/" + pod.path("metadata").path("name").asText());
      }
    }
    return List.copyOf(names);
  }

  private static boolean stays(JsonNode pod) {
    return pod.path("metadata").path("deletionTimestamp").isMissingNode();
  }

  /** Returns the descriptions of its pods. */
  public static JsonNode describe() {
    try {
      return JSON.readTree(kubectl("get", "pods", "-l", PODS, "-o", "json")).path("items");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes all its pods by force. */
  public static void kill() {
    kubectl("delete", "pods", "-l", PODS, "--force", "--grace-period=0");
  }

  /** Deletes a pod, which shuts down. */
  public static void delete(String pod) {
    kubectl("delete", "--wait=false", pod);
  }

  /** Deletes a pod by force. */
  public static void kill(String pod) {
    kubectl("delete", "--wait=false", pod, "--force", "--grace-period=0");
  }

  /** Scales it, and waits until exactly so many replicas are ready. */
  public static void scale(int replicas) {
    kubectl("scale", NAME, "--replicas=" + replicas);
    awaitReady(replicas);
  }

  /** Scales it to the default number of replicas, and waits until they are ready. */
  public static void whole() {
    scale(REPLICAS);
  }

  /** Scales a service of Dapr, such as {@code deployment/dapr-operator}. Returns its old scale. */
  public static int scaleDapr(String part, int replicas) {
    var before = Kubectl.run("-n", DAPR, "get", part, "-o", "jsonpath={.spec.replicas}");
    Kubectl.run("-n", DAPR, "scale", part, "--replicas=" + replicas);
    return Integer.parseInt(before);
  }

  /** Waits until a service of Dapr is rolled out. */
  public static void awaitDapr(String part) {
    Kubectl.run("-n", DAPR, "rollout", "status", part, "--timeout=180s");
  }

  /** Replaces all pods by a rolling restart. */
  public static void restart() {
    restart(NAME);
  }

  /** Replaces all pods of an owner, such as {@code statefulset/redis}, by a rolling restart. */
  public static void restart(String owner) {
    kubectl("rollout", "restart", owner);
    kubectl("rollout", "status", owner, "--timeout=180s");
  }

  /**
   * Starts a rolling update to an older version. Its environment is removed, because the older
   * version does not know all settings.
   */
  public static void rollBackTo(String image) {
    var app = "/spec/template/spec/containers/0";
    kubectl(
        "patch",
        NAME,
        "--type=json",
        "-p",
        """
        [{"op": "replace", "path": "%1$s/image", "value": "%2$s"},
         {"op": "remove", "path": "%1$s/env"}]
        """
            .formatted(app, image));
  }

  /** Waits until there are exactly so many pods, all of them ready. */
  public static void awaitReady(int replicas) {
    kubectl("rollout", "status", NAME, "--timeout=180s");
    Awaitility.await(replicas + " pods are ready")
        .pollInterval(Duration.ofMillis(500))
        .atMost(PATIENCE)
        .until(
            () -> {
              var pods = describe();
              return pods.size() == replicas && ready(pods) == replicas;
            });
    if (replicas > 0) {
      awaitAnswer();
    }
  }

  /** Waits until the Service routes to a ready pod, which happens a moment later. */
  public static void awaitAnswer() {
    Awaitility.await("the Service answers")
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> new JsonHttpClient(address()).get("/health/ready").status() == 200);
  }

  /** Returns the number of pods of which all containers are ready. */
  public static int ready() {
    return ready(describe());
  }

  private static int ready(JsonNode pods) {
    int ready = 0;
    for (var pod : pods) {
      for (var condition : pod.path("status").path("conditions")) {
        if (condition.path("type").asText().equals("Ready")
            && condition.path("status").asText().equals("True")
            && stays(pod)) {
          ready++;
        }
      }
    }
    return ready;
  }

  /** Returns the logs of the app's container in all pods. */
  public static String logs() {
    return kubectl("logs", "-l", PODS, "-c", "task-agent", "--tail=-1", "--prefix");
  }

  /** Saves the logs of all containers, including those of Dapr, one file for each pod. */
  public static void saveLogs(Path folder) {
    try {
      Files.createDirectories(folder);
      for (var namespace : List.of(NAMESPACE, DAPR)) {
        for (var pod : Kubectl.run("-n", namespace, "get", "pods", "-o", "name").lines().toList()) {
          var logs =
              Kubectl.attempt(
                  "-n", namespace, "logs", pod, "--all-containers", "--prefix", "--tail=-1");
          Files.writeString(
              folder.resolve(pod.replace("pod/", "") + ".log"), logs.out() + logs.err());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
