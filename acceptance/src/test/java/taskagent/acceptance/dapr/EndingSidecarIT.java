package taskagent.acceptance.dapr;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import taskagent.acceptance.faults.Subscriber;
import taskagent.acceptance.faults.Tasks;
import taskagent.acceptance.server.Client;
import taskagent.dapr.cluster.ClusterPlan;
import taskagent.dapr.cluster.DaprCluster;

/**
 * A sidecar is told to end as it hands events on, while its app lives on. Dapr 1.18.2 waits for the
 * app's streams then, which end only if the app ends them (ADR 19).
 */
@Tag("docker")
final class EndingSidecarIT {

  private static final int SAGAS = 10;

  private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);

  @Test
  void sidecarThatIsToldToEndDoesSoThoughEventsAreInFlight() throws IOException {
    try (var subscriber = new Subscriber();
        var cluster =
            new DaprCluster(
                ClusterPlan.standard()
                    .replicas(1)
                    .settings("--events-webhook-url=" + subscriber.address()))) {
      cluster.start().awaitServing();
      var client = new Client(cluster.addresses().getFirst());
      var ids = IntStream.range(0, SAGAS).mapToObj(i -> "ending-" + i).toList();
      subscriber.hold();
      ids.forEach(id -> Tasks.accepted(client, id));
      subscriber.awaitHeld(1);

      new Client(cluster.sidecars().getFirst()).post("/v1.0/shutdown", "");

      cluster.awaitLog("daprd-0", "daprd has stopped", ENDS_WITHIN);
      subscriber.letGo();
      cluster.awaitServing();
      ids.forEach(subscriber::awaitProcessed);
    }
  }
}
