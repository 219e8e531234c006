package taskagent.chaos.fault;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import taskagent.testing.kubernetes.AcceptanceDeployment;

/** Pods are deleted, or replaced by pods of this or another version, with kubectl. */
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
            random -> AcceptanceDeployment.delete(any(random)),
            AcceptanceDeployment::whole),
        new Fault(
            DELETED_BY_FORCE,
            "pod deleted by force",
            AT_ONCE,
            random -> AcceptanceDeployment.kill(any(random)),
            AcceptanceDeployment::whole),
        new Fault(
            ALL_DELETED,
            "all pods deleted by force",
            AT_ONCE,
            _ -> AcceptanceDeployment.kill(),
            AcceptanceDeployment::whole));
  }

  /** Returns the name of a random pod of the app. */
  static String any(Random random) {
    var pods = AcceptanceDeployment.pods();
    return pods.get(random.nextInt(pods.size()));
  }

  static List<Fault> replaced() {
    return List.of(
        new Fault(
            REPLACED,
            "rolling restart",
            AT_ONCE,
            _ -> AcceptanceDeployment.restart(),
            AcceptanceDeployment::whole),
        new Fault(
            REPLACED,
            "scaled to 3, to 1, and back",
            AT_ONCE,
            _ -> {
              AcceptanceDeployment.scale(3);
              AcceptanceDeployment.scale(1);
            },
            AcceptanceDeployment::whole));
  }

  /** Replaces one pod after the other, so that both versions serve for a time. */
  static Fault otherVersion() {
    return new Fault(
        OTHER_VERSION,
        "rolled back to an older version and forward again",
        Duration.ofSeconds(30),
        _ -> AcceptanceDeployment.rollBackTo(DaprTier.OLDER),
        () -> {
          try {
            AcceptanceDeployment.whole(); // all pods have the older version
          } finally {
            AcceptanceDeployment.restore();
          }
        });
  }
}
