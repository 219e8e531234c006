package taskagent.dapr.cluster;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a cluster is to consist of.
 *
 * @param replicas how many apps, each with a sidecar of its own
 * @param app whether the apps are ours; if not, the test serves at their callback ports itself
 * @param everyWriteSafe whether Redis answers a write only once it is on the disk (appendfsync
 *     always); if not, a loss of power may take the last second
 * @param settings more of the apps' command line
 * @param environment more of the apps' environment
 * @param placement where the sidecars look for placement, if something is before it
 */
public record ClusterPlan(
    int replicas,
    boolean app,
    boolean everyWriteSafe,
    List<String> settings,
    Map<String, String> environment,
    OptionalInt placement) {

  /** Two replicas, and nothing that was answered is ever lost. */
  public static ClusterPlan standard() {
    return new ClusterPlan(2, true, true, List.of(), Map.of(), OptionalInt.empty());
  }

  /** With so many replicas. */
  public ClusterPlan replicas(int number) {
    return new ClusterPlan(number, app, everyWriteSafe, settings, environment, placement);
  }

  /** With the test itself in the apps' place. */
  public ClusterPlan withoutApp() {
    return new ClusterPlan(replicas, false, everyWriteSafe, settings, environment, placement);
  }

  /** With a Redis that writes to the disk every second. */
  public ClusterPlan everySecondSafe() {
    return new ClusterPlan(replicas, app, false, settings, environment, placement);
  }

  /** With more of the apps' command line. */
  public ClusterPlan settings(String... more) {
    return new ClusterPlan(replicas, app, everyWriteSafe, List.of(more), environment, placement);
  }

  /** With more of the apps' environment. */
  public ClusterPlan environment(Map<String, String> more) {
    return new ClusterPlan(replicas, app, everyWriteSafe, settings, Map.copyOf(more), placement);
  }

  /** With something on that port that stands between the sidecars and placement. */
  public ClusterPlan placementBehind(int port) {
    return new ClusterPlan(
        replicas, app, everyWriteSafe, settings, environment, OptionalInt.of(port));
  }
}
