package taskagent.chaos.fault;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import taskagent.acceptance.kubernetes.Deployment;

/** Parts of Dapr's own on Kubernetes are away, and come back. */
final class DaprFaults {

  private static final int AWAY = 6;
  private static final int CONTROL_PLANE_AWAY = 13;

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
        AWAY,
        name,
        Duration.ofSeconds(seconds),
        _ -> replicas.set(Deployment.scaleDapr(part, 0)),
        () -> {
          Deployment.scaleDapr(part, replicas.get());
          Deployment.awaitDapr(part);
          Deployment.whole();
        });
  }

  /**
   * While sentry, operator and injector are away, a pod that is made anew has no sidecar; when they
   * are back, the operator sees that, and has it made anew once more.
   */
  static Fault controlPlaneDown() {
    var replicas = new HashMap<String, Integer>();
    return new Fault(
        CONTROL_PLANE_AWAY,
        "sentry, operator and injector down, and a pod deleted",
        Duration.ofSeconds(10),
        random -> {
          CONTROL_PLANE.forEach(part -> replicas.put(part, Deployment.scaleDapr(part, 0)));
          Deployment.kill(PodFaults.any(random));
        },
        () -> {
          replicas.forEach(Deployment::scaleDapr);
          CONTROL_PLANE.forEach(Deployment::awaitDapr);
          Deployment.whole();
        });
  }
}
