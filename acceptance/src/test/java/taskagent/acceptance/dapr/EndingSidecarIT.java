package taskagent.acceptance.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
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

  private static final Duration PATIENCE = Duration.ofSeconds(60);

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
      Awaitility.await("events are being handed on")
          .atMost(PATIENCE)
          .until(() -> subscriber.held() > 0);

      new Client(cluster.sidecars().getFirst()).post("/v1.0/shutdown", "");

      Awaitility.await("the sidecar has ended")
          .atMost(ENDS_WITHIN)
          .until(() -> cluster.logs("daprd-0").contains("daprd has stopped"));
      subscriber.letGo();
      cluster.awaitServing();
      for (var id : ids) {
        Awaitility.await("the events of " + id)
            .atMost(PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(subscriber.types(id))
                        .containsExactlyInAnyOrder(
                            "task.created", "task.assigned", "task.deadline_set"));
      }
    }
  }
}
