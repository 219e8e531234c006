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
import taskagent.chaos.load.HttpApi;
import taskagent.chaos.load.WebhookReceiver;
import taskagent.testing.kubernetes.AcceptanceDeployment;
import taskagent.testing.kubernetes.Kubectl;

/** The system as a user deploys it on Kubernetes; clients call its Service. */
public final class KubernetesTier implements Tier {

  private static final int CONNECTIONS = 4;
  private static final String APP = "task-agent";
  private static final String REDIS = "app.kubernetes.io/name=redis";

  /** More than the container's limit together with the memory of the app, but less alone. */
  private static final int OUT_OF_MEMORY_MEBIBYTES = 440;

  private final WebhookReceiver receiver = new WebhookReceiver(AcceptanceDeployment.outside());

  /** Deploys the system and waits until all of it is ready. */
  public KubernetesTier() {
    var settings = new HashMap<String, String>();
    receiver.settings().forEach((name, value) -> settings.put(variable(name), value));
    AcceptanceDeployment.apply(Map.copyOf(settings));
  }

  private static String variable(String name) {
    return "TASKAGENT_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  @Override
  public String name() {
    return "kubernetes";
  }

  @Override
  public List<HttpApi> apis() {
    return IntStream.range(0, CONNECTIONS)
        .mapToObj(_ -> new HttpApi(AcceptanceDeployment.address()))
        .toList();
  }

  @Override
  public WebhookReceiver receiver() {
    return receiver;
  }

  /** Faults of processes and networks need a cluster that runs on this machine. */
  @Override
  public List<Fault> faults() {
    var faults = new ArrayList<Fault>();
    if (Pod.reachable()) {
      faults.add(frozenApp());
      faults.add(killed(5, "sidecar killed", AcceptanceDeployment.PODS, "daprd"));
    } else {
      System.out.println(
          "SKIPPED on this cluster: faults that need access to the machine on which the pods run");
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
    faults.add(redisDown());
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
              AcceptanceDeployment::whole));
      faults.addAll(
          CommonFaults.worstMoments(receiver, KubernetesTier::killer, AcceptanceDeployment::whole));
      faults.add(
          CommonFaults.compensationFails(receiver, () -> redis("STOP"), () -> redis("CONT")));
    }
    faults.add(CommonFaults.invalidRequests(this));
    faults.addAll(CommonFaults.of(receiver));
    faults.add(PodFaults.otherVersion());
    return faults;
  }

  private static Runnable killer() {
    var pods = Pod.all(AcceptanceDeployment.PODS);
    return () -> pods.forEach(pod -> pod.signal("KILL", APP));
  }

  private static Pod app(Random random) {
    return Pod.any(AcceptanceDeployment.PODS, random);
  }

  private static void redis(String signal) {
    Pod.all(REDIS).forEach(pod -> pod.signal(signal, "redis"));
  }

  /** Kubernetes restarts the container. */
  private Fault killed(int row, String name, String label, String container) {
    return new Fault(
        row,
        name,
        PodFaults.AT_ONCE,
        random -> Pod.any(label, random).signal("KILL", container),
        AcceptanceDeployment::whole);
  }

  /** The sidecar may not recover, so the suite restarts it, which is quicker than the app. */
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
            if (pod.runs(APP)) { // Kubernetes may have restarted it
              pod.signal("CONT", APP);
            }
            pod.signal("KILL", "daprd");
          }
          frozen.clear();
          AcceptanceDeployment.whole();
        });
  }

  private Fault redisDown() {
    return new Fault(
        7,
        "redis down, 60 s",
        Duration.ofSeconds(60),
        _ -> AcceptanceDeployment.kubectl("scale", "statefulset/redis", "--replicas=0"),
        () -> {
          AcceptanceDeployment.kubectl("scale", "statefulset/redis", "--replicas=1");
          AcceptanceDeployment.whole();
        });
  }

  /** Kubernetes delays each further restart of a container, but starts new pods at once. */
  @Override
  public void renew() {
    renew(REDIS, "statefulset/redis");
    renew(AcceptanceDeployment.PODS, AcceptanceDeployment.NAME);
    AcceptanceDeployment.whole();
  }

  private static void renew(String label, String owner) {
    if (Pod.all(label).stream().anyMatch(Pod::restartsLate)) {
      AcceptanceDeployment.restart(owner);
    }
  }

  @Override
  public void awaitServing() {
    AcceptanceDeployment.awaitReady(AcceptanceDeployment.REPLICAS);
  }

  @Override
  public void saveLogs(Path folder) {
    AcceptanceDeployment.saveLogs(folder);
  }

  @Override
  public void close() {
    Kubectl.attempt("delete", "namespace", AcceptanceDeployment.NAMESPACE, "--wait=false");
    receiver.close();
  }
}
