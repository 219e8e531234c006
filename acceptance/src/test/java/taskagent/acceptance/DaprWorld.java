package taskagent.acceptance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import taskagent.dapr.cluster.ClusterPlan;
import taskagent.dapr.cluster.DaprCluster;

/**
 * Two replicas of the packaged server on real Dapr. Requests go to them by turns, so that each is
 * answered by one that may not have seen what came before. Dying is SIGKILL of all replicas at
 * once, and by turns of all their sidecars.
 */
final class DaprWorld implements World {

  private static final int REPLICAS = 2;
  private static final Duration IDLE = Duration.ofSeconds(2);

  /** With this many failures, one more scenario could make half of the last 20 calls fail. */
  private static final int FAILURES_AT_MOST = 5;

  private final Outside outside;
  private final DaprCluster cluster;
  private final List<String> complaints = new ArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private int crashes;
  private long failuresAtStart;

  DaprWorld(Outside outside) {
    this.outside = outside;
    cluster =
        new DaprCluster(
                ClusterPlan.standard()
                    .replicas(REPLICAS)
                    .settings(
                        "--notify-channel=webhook",
                        "--notify-webhook-url=" + outside.notificationsAddress(),
                        "--events-webhook-url=" + outside.eventsAddress(),
                        "--dapr-actor-idle-timeout=" + IDLE.toSeconds() + "s"))
            .start();
    cluster.awaitServing();
  }

  @Override
  public String engine() {
    return "dapr";
  }

  @Override
  public String address() {
    return cluster.addresses().get(requests.getAndIncrement() % REPLICAS);
  }

  @Override
  public void crash() {
    crash(Duration.ZERO);
  }

  @Override
  public void crash(Duration down) {
    var victims = parts(crashes++ % 2 == 0 ? "app-" : "daprd-");
    victims.forEach(cluster::kill);
    Waiting.pass(down);
    victims.forEach(cluster::start);
    cluster.awaitServing();
  }

  /** Nobody asks for it for so long that Dapr has its actor removed from memory. */
  @Override
  public void deactivate(String taskId) {
    Waiting.pass(IDLE.plusSeconds(2));
  }

  @Override
  public void calmDown() {
    if (outside.failed("") - failuresAtStart > FAILURES_AT_MOST) {
      failuresAtStart = outside.failed("");
      parts("app-").forEach(app -> cluster.stop(app, Duration.ofSeconds(20)));
      parts("app-").forEach(cluster::start);
      cluster.awaitServing();
    }
  }

  private static List<String> parts(String prefix) {
    return IntStream.range(0, REPLICAS).mapToObj(i -> prefix + i).toList();
  }

  @Override
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  @Override
  public void close() {
    for (var app : parts("app-")) {
      cluster.logs(app).lines().filter(line -> line.contains(" SEVERE ")).forEach(complaints::add);
    }
    cluster.close();
  }
}
