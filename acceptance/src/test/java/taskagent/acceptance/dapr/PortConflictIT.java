package taskagent.acceptance.dapr;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import taskagent.acceptance.faults.TaskRequests;
import taskagent.dapr.cluster.ClusterPlan;
import taskagent.dapr.cluster.DaprCluster;
import taskagent.testing.server.JsonHttpClient;

/**
 * A sidecar starts while its internal port is in use, possibly by a connection of its own. Dapr
 * 1.18.2 then exits only after the pending calls of its app, some of which would never end.
 */
@Tag("docker")
@Execution(ExecutionMode.CONCURRENT) // it waits for more than a minute
final class PortConflictIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Longer than the minute after which the calls of the app time out. */
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(75);

  @Test
  void sidecarThatCannotListenExitsAndIsRestarted() throws IOException, InterruptedException {
    try (var cluster = new DaprCluster(ClusterPlan.standard().replicas(1))) {
      cluster.start().awaitServing();
      List.of("app-0", "daprd-0").forEach(cluster::kill);
      int port = cluster.internalPorts().getFirst();
      try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        List.of("app-0", "daprd-0").forEach(cluster::start); // the app calls an actor at once
        cluster.awaitLog("daprd-0", "Failed to listen for gRPC server", PATIENCE);
      }
      cluster.awaitLog("daprd-0", "could not listen on any endpoint", ENDS_WITHIN);
      cluster.awaitServing();
      var client = new JsonHttpClient(cluster.addresses().getFirst());
      TaskRequests.accepted(client, "afterwards");
      TaskRequests.complete(client, List.of("afterwards"));
    }
  }
}
