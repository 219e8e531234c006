package taskagent.acceptance.kubernetes;

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
import taskagent.acceptance.server.Client;

/**
 * Task Agent as the overlay {@code acceptance} deploys it, in a namespace of its own, and what can
 * be done to it.
 */
public final class Deployment {

  /** The namespace of all of it. */
  public static final String NAMESPACE = "task-agent-test";

  /** How many replicas there are, unless something else is asked for. */
  public static final int REPLICAS = 2;

  /** The label of its pods. */
  public static final String PODS = "app.kubernetes.io/name=task-agent-system";

  /** What keeps its pods. */
  public static final String NAME = "deployment/task-agent-system";

  private static final String DAPR = "dapr-system";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private Deployment() {}

  /** Where it serves. */
  public static String address() {
    return System.getenv().getOrDefault("TASKAGENT_KUBE_ADDRESS", "http://127.0.0.1:30081");
  }

  /** The address of this machine that pods can reach: the one from which it reaches their node. */
  public static InetAddress outside() {
    var node =
        Kubectl.run(
            "get",
            "nodes",
            "-o",
            "jsonpath={.items[0].status.addresses[?(@.type=='InternalIP')].address}");
    try (var socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(node, 9)); // sends nothing, but chooses the way
      return socket.getLocalAddress();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deploys it anew with these settings, and waits until all of it is ready. */
  public static void apply(Map<String, String> settings) {
    Kubectl.attempt(
        "-n", NAMESPACE, "delete", "pods", "--all", "--force", "--grace-period=0", "--wait=false");
    Kubectl.run("delete", "namespace", NAMESPACE, "--ignore-not-found", "--timeout=120s");
    Kubectl.run("create", "namespace", NAMESPACE);
    var literals = new ArrayList<>(List.of("create", "configmap", "task-agent-settings"));
    new TreeMap<>(settings)
        .forEach((name, value) -> literals.add("--from-literal=" + name + "=" + value));
    kubectl(literals.toArray(String[]::new));
    long began = System.nanoTime();
    restore();
    kubectl("rollout", "status", "deployment/traces", "--timeout=180s");
    System.out.printf(
        "applied, and all of it ready after %.1f s%n", (System.nanoTime() - began) / 1e9);
  }

  /** Has it as its files say, whatever was changed since, and waits until all of it is ready. */
  public static void restore() {
    Kubectl.run("apply", "-k", "../k8s/overlays/acceptance");
    awaitReady(REPLICAS);
  }

  /** kubectl in the namespace. */
  public static String kubectl(String... arguments) {
    var all = new ArrayList<>(List.of("-n", NAMESPACE));
    all.addAll(List.of(arguments));
    return Kubectl.run(all.toArray(String[]::new));
  }

  /** The names of its pods, without those that are just ending: they may be gone when named. */
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

  /** All that Kubernetes knows of its pods. */
  public static JsonNode describe() {
    try {
      return JSON.readTree(kubectl("get", "pods", "-l", PODS, "-o", "json")).path("items");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes all its pods at once, without letting them end in order. */
  public static void kill() {
    kubectl("delete", "pods", "-l", PODS, "--force", "--grace-period=0");
  }

  /** Deletes a pod, which ends in order. */
  public static void delete(String pod) {
    kubectl("delete", "--wait=false", pod);
  }

  /** Deletes a pod without letting it end in order. */
  public static void kill(String pod) {
    kubectl("delete", "--wait=false", pod, "--force", "--grace-period=0");
  }

  /** Has so many replicas, and waits until they and no others are there and serve. */
  public static void scale(int replicas) {
    kubectl("scale", NAME, "--replicas=" + replicas);
    awaitReady(replicas);
  }

  /** Has as many replicas as without asking for more or fewer, and waits until they serve. */
  public static void whole() {
    scale(REPLICAS);
  }

  /** Has a part of Dapr's own, such as {@code deployment/dapr-operator}, so often; as it was. */
  public static int scaleDapr(String part, int replicas) {
    var before = Kubectl.run("-n", DAPR, "get", part, "-o", "jsonpath={.spec.replicas}");
    Kubectl.run("-n", DAPR, "scale", part, "--replicas=" + replicas);
    return Integer.parseInt(before);
  }

  /** Waits until a part of Dapr's own is there as it should be. */
  public static void awaitDapr(String part) {
    Kubectl.run("-n", DAPR, "rollout", "status", part, "--timeout=180s");
  }

  /** Replaces all pods, one after the other. */
  public static void restart() {
    restart(NAME);
  }

  /** Replaces all pods that this keeps, such as {@code statefulset/redis}. */
  public static void restart(String owner) {
    kubectl("rollout", "restart", owner);
    kubectl("rollout", "status", owner, "--timeout=180s");
  }

  /**
   * Begins to replace all pods, one after the other, by ones of an older version, which would not
   * know the settings that this one's files have.
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

  /** Waits until so many pods and no others are there, all of them ready. */
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

  /** Waits until the Service leads to a pod that is ready, which takes a moment longer. */
  public static void awaitAnswer() {
    Awaitility.await("it answers")
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> new Client(address()).get("/health/ready").status() == 200);
  }

  /** How many pods are ready, with all of their containers. */
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

  /** What the app logs in all its pods, those before a restart of their container included. */
  public static String logs() {
    return kubectl("logs", "-l", PODS, "-c", "task-agent", "--tail=-1", "--prefix");
  }

  /** Saves what all containers say that run now, Dapr's own included, a file for each pod. */
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
