package taskagent.acceptance;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import taskagent.dapr.cluster.ClusterPlan;
import taskagent.dapr.cluster.DaprCluster;

/**
 * Two replicas of the packaged server on real Dapr. Requests alternate between them, so each
 * request may reach a replica that has not seen the earlier ones. A crash is SIGKILL of all
 * replicas at once, or, every other time, of all their sidecars.
 */
final class DaprWorld implements World {

  private static final int REPLICAS = 2;
  private static final Duration IDLE = Duration.ofSeconds(2);

  private final Receivers receivers;
  private final DaprCluster cluster;
  private final AtomicInteger requests = new AtomicInteger();
  private int crashes;

  DaprWorld(Receivers receivers) {
    this.receivers = receivers;
    cluster =
        new DaprCluster(
                ClusterPlan.standard()
                    .replicas(REPLICAS)
                    .settings(
                        "--notify-channel=webhook",
                        "--notify-webhook-url=" + receivers.notificationsAddress(),
                        "--events-webhook-url=" + receivers.eventsAddress(),
                        "--events-give-up-after=8s",
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
  public void crash(Instant downUntil) {
    var victims = parts(crashes++ % 2 == 0 ? "app-" : "daprd-");
    victims.forEach(cluster::kill);
    receivers.agentDied();
    Waiting.pass(Duration.between(Instant.now(), downUntil));
    victims.forEach(cluster::start);
    cluster.awaitServing();
  }

  /** Waits until Dapr has deactivated actors that were idle. */
  @Override
  public void deactivate() {
    Waiting.pass(IDLE.plusSeconds(2));
  }

  @Override
  public boolean deactivatesByRestart() {
    return false;
  }

  private static List<String> parts(String prefix) {
    return IntStream.range(0, REPLICAS).mapToObj(i -> prefix + i).toList();
  }

  @Override
  public List<String> errors() {
    return parts("app-").stream()
        .flatMap(app -> cluster.logs(app).lines())
        .filter(line -> line.contains(" SEVERE "))
        .toList();
  }

  @Override
  public void close() {
    cluster.close();
  }
}
