package taskagent.chaos.fault;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import taskagent.acceptance.kubernetes.Deployment;

/** Pods are deleted, or replaced by others of this version or another, as kubectl does it. */
final class PodFaults {

  private static final int DELETED = 9;
  private static final int DELETED_BY_FORCE = 10;
  private static final int ALL_DELETED = 11;
  private static final int REPLACED = 12;
  private static final int OTHER_VERSION = 23;
  static final Duration AT_ONCE = Duration.ofMillis(100);

  private PodFaults() {}

  static List<Fault> deleted() {
    return List.of(
        new Fault(
            DELETED,
            "pod deleted",
            AT_ONCE,
            random -> Deployment.delete(any(random)),
            Deployment::whole),
        new Fault(
            DELETED_BY_FORCE,
            "pod deleted by force",
            AT_ONCE,
            random -> Deployment.kill(any(random)),
            Deployment::whole),
        new Fault(
            ALL_DELETED,
            "all pods deleted by force",
            AT_ONCE,
            _ -> Deployment.kill(),
            Deployment::whole));
  }

  /** The name of one of the app's. */
  static String any(Random random) {
    var pods = Deployment.pods();
    return pods.get(random.nextInt(pods.size()));
  }

  static List<Fault> replaced() {
    return List.of(
        new Fault(
            REPLACED, "rolling restart", AT_ONCE, _ -> Deployment.restart(), Deployment::whole),
        new Fault(
            REPLACED,
            "scaled to 3, to 1, and back",
            AT_ONCE,
            _ -> {
              Deployment.scale(3);
              Deployment.scale(1);
            },
            Deployment::whole));
  }

  /** Pod by pod, so that for a time both versions serve. */
  static Fault otherVersion() {
    return new Fault(
        OTHER_VERSION,
        "rolled back to an older version, and forth again",
        Duration.ofSeconds(30),
        _ -> Deployment.rollBackTo(DaprSite.OLDER),
        () -> {
          try {
            Deployment.whole(); // all of the older version
          } finally {
            Deployment.restore();
          }
        });
  }
}
