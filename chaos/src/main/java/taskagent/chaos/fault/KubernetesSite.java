package taskagent.chaos.fault;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import taskagent.acceptance.kubernetes.Deployment;
import taskagent.acceptance.kubernetes.Kubectl;
import taskagent.chaos.load.HttpApi;
import taskagent.chaos.load.Outside;

/** The system as a user deploys it on Kubernetes, asked through its Service. */
public final class KubernetesSite implements Site {

  private static final int WAYS = 4;
  private static final String APP = "task-agent";
  private static final String REDIS = "app.kubernetes.io/name=redis";

  /** With what the app itself takes, more than its limit; alone, less. */
  private static final int OUT_OF_MEMORY_MEBIBYTES = 440;

  private final Outside outside = new Outside(Deployment.outside());

  /** Deploys it, and waits until all of it is ready. */
  public KubernetesSite() {
    var settings = new HashMap<String, String>();
    outside.settings().forEach((name, value) -> settings.put(variable(name), value));
    Deployment.apply(Map.copyOf(settings));
  }

  private static String variable(String name) {
    return "TASKAGENT_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  @Override
  public String tier() {
    return "kubernetes";
  }

  @Override
  public List<HttpApi> apis() {
    return IntStream.range(0, WAYS).mapToObj(_ -> new HttpApi(Deployment.address())).toList();
  }

  @Override
  public Outside outside() {
    return outside;
  }

  /**
   * The first of each row is the one of short runs. What is done to processes and networks can be
   * done on this machine only.
   */
  @Override
  public List<Fault> faults() {
    var faults = new ArrayList<Fault>();
    if (Pod.reachable()) {
      faults.add(frozenApp());
      faults.add(killed(5, "sidecar killed", Deployment.PODS, "daprd"));
    } else {
      System.out.println("NOT TRIED on this cluster: what is done to pods from their own machine");
    }
    faults.addAll(DaprFaults.partsDown());
    if (Pod.reachable()) {
      faults.add(killed(7, "redis killed", REDIS, "redis"));
      faults.add(
          new Fault(
              7,
              "redis frozen, 5 s",
              Duration.ofSeconds(5),
              _ -> redis("STOP"),
              () -> redis("CONT")));
    }
    faults.add(redisAway());
    faults.addAll(PodFaults.deleted());
    faults.addAll(PodFaults.replaced());
    faults.add(DaprFaults.controlPlaneDown());
    if (Pod.reachable()) {
      faults.addAll(NetworkFaults.all());
      faults.add(
          new Fault(
              17,
              "out of memory",
              Duration.ofSeconds(2),
              random -> app(random).takeMemory(APP, OUT_OF_MEMORY_MEBIBYTES),
              Deployment::whole));
      faults.addAll(OutsideFaults.worstMoments(outside, KubernetesSite::killer, Deployment::whole));
      faults.add(
          OutsideFaults.compensationFails(outside, () -> redis("STOP"), () -> redis("CONT")));
    }
    faults.add(OutsideFaults.poison(this));
    faults.addAll(OutsideFaults.of(outside));
    faults.add(PodFaults.otherVersion());
    return faults;
  }

  private static Runnable killer() {
    var pods = Pod.all(Deployment.PODS);
    return () -> pods.forEach(pod -> pod.signal("KILL", APP));
  }

  private static Pod app(Random random) {
    return Pod.any(Deployment.PODS, random);
  }

  private static void redis(String signal) {
    Pod.all(REDIS).forEach(pod -> pod.signal(signal, "redis"));
  }

  /** Kubernetes starts it again by itself. */
  private Fault killed(int row, String name, String label, String container) {
    return new Fault(
        row,
        name,
        PodFaults.AT_ONCE,
        random -> Pod.any(label, random).signal("KILL", container),
        Deployment::whole);
  }

  /** As on the tier {@code dapr}, its sidecar has to be restarted afterwards. */
  private Fault frozenApp() {
    var frozen = new ArrayList<Pod>();
    return new Fault(
        3,
        "app frozen, 30 s, and its sidecar restarted",
        Duration.ofSeconds(30),
        random -> {
          frozen.add(app(random));
          frozen.getFirst().signal("STOP", APP);
        },
        () -> {
          for (var pod : frozen) {
            if (pod.runs(APP)) { // Kubernetes may have lost patience with it
              pod.signal("CONT", APP);
            }
            pod.signal("KILL", "daprd");
          }
          frozen.clear();
          Deployment.whole();
        });
  }

  private Fault redisAway() {
    return new Fault(
        7,
        "redis down, 60 s",
        Duration.ofSeconds(60),
        _ -> Deployment.kubectl("scale", "statefulset/redis", "--replicas=0"),
        () -> {
          Deployment.kubectl("scale", "statefulset/redis", "--replicas=1");
          Deployment.whole();
        });
  }

  /** Kubernetes starts pods that were killed again and again later each time; new ones, soon. */
  @Override
  public void renew() {
    renew(REDIS, "statefulset/redis");
    renew(Deployment.PODS, Deployment.NAME);
    Deployment.whole();
  }

  private static void renew(String label, String owner) {
    if (Pod.all(label).stream().anyMatch(Pod::startsLate)) {
      Deployment.restart(owner);
    }
  }

  @Override
  public void awaitServing() {
    Deployment.awaitReady(Deployment.REPLICAS);
  }

  @Override
  public void saveLogs(Path folder) {
    Deployment.saveLogs(folder);
  }

  @Override
  public void close() {
    Kubectl.attempt("delete", "namespace", Deployment.NAMESPACE, "--wait=false");
    outside.close();
  }
}
