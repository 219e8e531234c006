package taskagent.acceptance.dapr;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import taskagent.acceptance.faults.TaskRequests;
import taskagent.dapr.cluster.ClusterPlan;
import taskagent.dapr.cluster.DaprCluster;
import taskagent.testing.server.JsonHttpClient;

/**
 * Sidecars lose placement just after they have stored a new placement table, which can happen
 * whenever a sidecar stops. Dapr 1.18.2 does not recover: the last sidecar that reconnects blocks
 * all its actors. The app notices it.
 */
@Tag("docker")
final class PlacementLossIT {

  private static final int REMAINING = 2;

  @Test
  void replicasRecoverWhenPlacementIsLostAtTheWorstMoment()
      throws IOException, InterruptedException {
    try (var proxy = new PlacementProxy();
        var cluster =
            new DaprCluster(
                ClusterPlan.standard().replicas(REMAINING + 1).placementBehind(proxy.port()))) {
      proxy.to(cluster.placementPort());
      cluster.start().awaitServing();
      proxy.dropConfirmationsOf(REMAINING);
      cluster.kill("daprd-2");
      proxy.awaitStored();
      proxy.stopDropping();
      cluster.kill("placement");
      cluster.start("placement");

      awaitNoticed(cluster);
      for (int replica = 0; replica < REMAINING; replica++) {
        cluster.awaitServing(replica);
        var client = new JsonHttpClient(cluster.addresses().get(replica));
        TaskRequests.accepted(client, "afterwards-" + replica);
        TaskRequests.complete(client, List.of("afterwards-" + replica));
      }
    }
  }

  private static void awaitNoticed(DaprCluster cluster) {
    Awaitility.await("an app notices")
        .atMost(Duration.ofSeconds(90))
        .until(
            () ->
                IntStream.range(0, REMAINING)
                    .mapToObj(replica -> cluster.logs("app-" + replica))
                    .anyMatch(
                        log ->
                            log.contains(
                                "restarting unhealthy sidecar: no actor can take a turn")));
  }
}
