package taskagent.chaos.fault;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import taskagent.testing.kubernetes.AcceptanceDeployment;

/** Parts of Dapr's control plane on Kubernetes are unavailable for a time. */
final class DaprFaults {

  private static final int UNAVAILABLE = 6;
  private static final int CONTROL_PLANE_UNAVAILABLE = 13;

  private static final List<String> CONTROL_PLANE =
      List.of(
          "deployment/dapr-sentry", "deployment/dapr-operator", "deployment/dapr-sidecar-injector");

  private DaprFaults() {}

  static List<Fault> partsDown() {
    return List.of(
        down("all schedulers down, 20 s", "statefulset/dapr-scheduler-server", 20),
        down("placement down, 5 s", "statefulset/dapr-placement-server", 5));
  }

  private static Fault down(String name, String part, int seconds) {
    var replicas = new AtomicInteger();
    return new Fault(
        UNAVAILABLE,
        name,
        Duration.ofSeconds(seconds),
        _ -> replicas.set(AcceptanceDeployment.scaleDapr(part, 0)),
        () -> {
          AcceptanceDeployment.scaleDapr(part, replicas.get());
          AcceptanceDeployment.awaitDapr(part);
          AcceptanceDeployment.whole();
        });
  }

  /**
   * A pod that is created while sentry, operator and injector are unavailable has no sidecar. When
   * they are back, the operator notices and recreates the pod.
   */
  static Fault controlPlaneDown() {
    var replicas = new HashMap<String, Integer>();
    return new Fault(
        CONTROL_PLANE_UNAVAILABLE,
        "sentry, operator and injector down, and a pod deleted",
        Duration.ofSeconds(10),
        random -> {
          CONTROL_PLANE.forEach(
              part -> replicas.put(part, AcceptanceDeployment.scaleDapr(part, 0)));
          AcceptanceDeployment.kill(PodFaults.any(random));
        },
        () -> {
          replicas.forEach(AcceptanceDeployment::scaleDapr);
          CONTROL_PLANE.forEach(AcceptanceDeployment::awaitDapr);
          AcceptanceDeployment.whole();
        });
  }
}
