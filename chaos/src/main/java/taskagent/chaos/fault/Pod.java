package taskagent.chaos.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import taskagent.testing.kubernetes.AcceptanceDeployment;

/**
 * A pod as its host machine sees it: its processes, its network, its memory. Works only if the
 * cluster runs on this machine: see {@link #reachable()}.
 */
record Pod(String name, String id, JsonNode status) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The exit code of a command that was killed by SIGKILL. */
  private static final int KILLED = 137;

  /** The timeout of a short command, on a busy machine. */
  private static final String TIMEOUT_SECONDS = "30";

  /** Returns true if pods run on this machine, as those of {@code k8s/local/cluster} do. */
  static boolean reachable() {
    return System.getenv().getOrDefault("TASKAGENT_KUBE_CONTEXT", "").isEmpty();
  }

  /** Returns the running pods of the deployment that have a label. */
  static List<Pod> all(String label) {
    try {
      var found =
          JSON.readTree(AcceptanceDeployment.kubectl("get", "pods", "-l", label, "-o", "json"));
      var pods = new ArrayList<Pod>();
      for (var pod : found.path("items")) {
        var status = pod.path("status");
        if (status.path("phase").asText().equals("Running")
            && text(pod, "deletionTimestamp").isEmpty()) {
          pods.add(new Pod(text(pod, "name"), text(pod, "uid"), status));
        }
      }
      return pods;
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(JsonNode pod, String of) {
    return pod.path("metadata").path(of).asText();
  }

  /** Returns a random one of them. */
  static Pod any(String label, Random random) {
    var pods = all(label);
    return pods.get(random.nextInt(pods.size()));
  }

  /**
   * Returns true if Kubernetes would wait 20 s or more before it restarts one of the containers. It
   * waits 10 s before the second restart, and twice as long before each further one.
   */
  boolean restartsLate() {
    for (var each : status.path("containerStatuses")) {
      if (each.path("restartCount").asInt() > 1) {
        return true;
      }
    }
    return false;
  }

  /** Sends a signal to all processes of a container. A probe's process may end just before. */
  void signal(String signal, String container) {
    for (long process : processes(container)) {
      try {
        run(List.of("kill", "-" + signal, Long.toString(process)));
      } catch (IllegalStateException e) {
        if (ProcessHandle.of(process).isPresent()) {
          throw e;
        }
      }
    }
  }

  /** Runs a command in the network namespace that its containers share. */
  void inNetwork(String... command) {
    // The pause process keeps the namespace, even if no container runs.
    var process = Long.toString(processesOf("pod" + id).getFirst());
    var all = new ArrayList<>(List.of("nsenter", "--target", process, "--net", "--"));
    all.addAll(List.of(command));
    run(all);
  }

  /**
   * Starts another process in a container, which takes this much memory for a moment. If it exceeds
   * the limit, the kernel kills the container's main process.
   */
  void takeMemory(String container, int mebibytes) {
    long own = processes(container).getFirst();
    run(
        // The kernel may kill this process together with the container.
        Set.of(0, KILLED),
        List.of(
            "sh",
            "-euc",
            """
            echo 1000 >"/proc/$1/oom_score_adj"
            echo $$ >"$2/cgroup.procs"
            head -c "$3"m /dev/zero | tail >/dev/null
            """,
            "sh",
            Long.toString(own),
            memoryGroup(own).toString(),
            Integer.toString(mebibytes)));
  }

  /** Returns the cgroup that limits the memory of a process. */
  private static Path memoryGroup(long process) {
    try {
      for (var line : Files.readAllLines(Path.of("/proc", Long.toString(process), "cgroup"))) {
        var parts = line.split(":", 3);
        if (List.of(parts[1].split(",", -1)).contains("memory")) {
          return Path.of("/sys/fs/cgroup/memory" + parts[2]);
        }
        if (parts[0].equals("0") && Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"))) {
          return Path.of("/sys/fs/cgroup" + parts[2]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("process " + process + " has no memory limit");
  }

  /** Returns true if a container that ran when this pod was looked up still runs. */
  boolean runs(String container) {
    return !processesOf(idOf(container)).isEmpty();
  }

  private List<Long> processes(String container) {
    var found = processesOf(idOf(container));
    if (found.isEmpty()) {
      throw new IllegalStateException(name + ": " + container + " has no process on this machine");
    }
    return found;
  }

  private String idOf(String container) {
    for (var each : status.path("containerStatuses")) {
      if (each.path("name").asText().equals(container)) {
        return each.path("containerID").asText().replaceAll(".*/", "");
      }
    }
    throw new IllegalStateException(name + " has no container " + container);
  }

  /** The names of their cgroups contain the ids of pod and container. */
  private static List<Long> processesOf(String id) {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.map(ProcessHandle::pid).filter(pid -> groupOf(pid).contains("/" + id)).toList();
    }
  }

  private static String groupOf(long process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process), "cgroup"));
    } catch (IOException e) {
      return ""; // the process has ended
    }
  }

  private static void run(List<String> command) {
    run(Set.of(0), command);
  }

  private static void run(Set<Integer> expected, List<String> command) {
    var limited = new ArrayList<>(List.of("timeout", TIMEOUT_SECONDS));
    limited.addAll(command);
    try {
      var process = new ProcessBuilder(limited).redirectErrorStream(true).start();
      var said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      int code = process.waitFor();
      if (!expected.contains(code)) {
        throw new IllegalStateException(String.join(" ", command) + ": " + code + " " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
