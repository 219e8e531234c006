package taskagent.acceptance.dapr;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import taskagent.acceptance.faults.Tasks;
import taskagent.acceptance.server.Client;
import taskagent.dapr.cluster.ClusterPlan;
import taskagent.dapr.cluster.DaprCluster;

/**
 * Sidecars lose placement just when they have taken a new table of who hosts which actors, as it
 * may happen whenever one of them ends. Dapr 1.18.2 does not get over it: the last of them to find
 * placement again lets no actor take a turn any more, which the app notices.
 */
@Tag("docker")
final class LostPlacementIT {

  private static final int REMAINING = 2;

  @Test
  void replicasGoOnThoughPlacementIsLostAtTheWorstMoment()
      throws IOException, InterruptedException {
    try (var line = new PlacementLine();
        var cluster =
            new DaprCluster(
                ClusterPlan.standard().replicas(REMAINING + 1).placementBehind(line.port()))) {
      line.to(cluster.placementPort());
      cluster.start().awaitServing();
      line.stopWhenTakenBy(REMAINING);
      cluster.kill("daprd-2");
      line.awaitTaken();
      line.goOn();
      cluster.kill("placement");
      cluster.start("placement");

      noticesIt(cluster);
      for (int replica = 0; replica < REMAINING; replica++) {
        cluster.awaitServing(replica);
        var client = new Client(cluster.addresses().get(replica));
        Tasks.accepted(client, "afterwards-" + replica);
        Tasks.complete(client, List.of("afterwards-" + replica));
      }
    }
  }

  private static void noticesIt(DaprCluster cluster) {
    Awaitility.await("an app has noticed")
        .atMost(Duration.ofSeconds(90))
        .until(
            () ->
                IntStream.range(0, REMAINING)
                    .mapToObj(replica -> cluster.logs("app-" + replica))
                    .anyMatch(log -> log.contains("the sidecar lets no actor take a turn")));
  }
}
