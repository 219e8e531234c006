package taskagent.acceptance.dapr;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import taskagent.acceptance.faults.Tasks;
import taskagent.acceptance.server.Client;
import taskagent.dapr.cluster.ClusterPlan;
import taskagent.dapr.cluster.DaprCluster;

/**
 * A sidecar starts while something else has the port where it would serve the others, as a
 * connection of its own may. Dapr 1.18.2 then ends once the calls of its app have ended, and would
 * wait for ever for those that nobody can answer.
 */
@Tag("docker")
final class TakenPortIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Longer than the minute after which the app's calls end. */
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(75);

  @Test
  void sidecarThatCannotServeEndsAndIsStartedAgain() throws IOException, InterruptedException {
    try (var cluster = new DaprCluster(ClusterPlan.standard().replicas(1))) {
      cluster.start().awaitServing();
      List.of("app-0", "daprd-0").forEach(cluster::kill);
      int port = cluster.internalPorts().getFirst();
      try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        List.of("app-0", "daprd-0").forEach(cluster::start); // which asks for a turn at once
        cluster.awaitLog("daprd-0", "Failed to listen for gRPC server", PATIENCE);
      }
      cluster.awaitLog("daprd-0", "could not listen on any endpoint", ENDS_WITHIN);
      cluster.awaitServing();
      var client = new Client(cluster.addresses().getFirst());
      Tasks.accepted(client, "afterwards");
      Tasks.complete(client, List.of("afterwards"));
    }
  }
}
