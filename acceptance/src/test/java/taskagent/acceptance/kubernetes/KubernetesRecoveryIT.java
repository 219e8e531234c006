package taskagent.acceptance.kubernetes;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.acceptance.faults.TaskRequests;
import taskagent.testing.kubernetes.AcceptanceDeployment;
import taskagent.testing.server.JsonHttpClient;

/**
 * A pod is deleted during sagas, gracefully and by force, repeatedly. Every saga completes. The
 * test prints how long that took. {@code -Dtaskagent.rounds=30} sets the number of rounds.
 */
@Tag("kubernetes")
@Isolated("it measures")
final class KubernetesRecoveryIT {

  private static final int SAGAS = 4;
  private static final int ROUNDS = Integer.getInteger("taskagent.rounds", 1);
  private static final Duration NOTIFYING = Duration.ofSeconds(1);

  @BeforeAll
  static void deploy() {
    AcceptanceDeployment.apply(
        Map.of("TASKAGENT_NOTIFY_SIMULATED_DELAY", NOTIFYING.toSeconds() + "s"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--grace-period=50", "--grace-period=0"})
  void sagasCompleteWhenTheirPodIsDeleted(String grace) throws IOException {
    var took = new ArrayList<Duration>();
    for (int round = 1; round <= ROUNDS; round++) {
      took.addAll(round(grace, "delete" + grace.replaceAll("\\D", "") + "-" + round + "-"));
      AcceptanceDeployment.awaitReady(AcceptanceDeployment.REPLICAS);
    }
    took.sort(null);
    System.out.printf(
        "a pod deleted during sagas (%s), %d times: %d sagas ended after p50 %.1f s, p99 %.1f s,"
            + " at most %.1f s; each takes %d s undisturbed%n",
        grace,
        ROUNDS,
        took.size(),
        seconds(took, 50),
        seconds(took, 99),
        seconds(took, 100),
        NOTIFYING.toSeconds());
  }

  private static List<Duration> round(String grace, String prefix) throws IOException {
    var ids = IntStream.range(0, SAGAS).mapToObj(i -> prefix + i).toList();
    for (var id : ids) {
      TaskRequests.accepted(client(), id);
    }
    long deleted = System.nanoTime();
    var pod = AcceptanceDeployment.pods().getFirst();
    AcceptanceDeployment.kubectl(
        "delete", "--wait=false", grace, "--force=" + grace.endsWith("=0"), pod);
    var took = TaskRequests.ends(KubernetesRecoveryIT::ended, ids, deleted);
    AcceptanceDeployment.awaitReady(AcceptanceDeployment.REPLICAS);
    TaskRequests.complete(client(), ids);
    return took;
  }

  /** Opens a new connection each time: one to a pod that was deleted by force would hang. */
  private static JsonHttpClient client() {
    return new JsonHttpClient(AcceptanceDeployment.address());
  }

  /** Returns false if the request was routed to the deleted pod; it is sent again then. */
  private static boolean ended(String id) {
    try {
      return TaskRequests.ended(client(), id);
    } catch (IOException e) {
      return false;
    }
  }

  private static double seconds(List<Duration> sorted, int percent) {
    int index = (int) Math.ceil(sorted.size() * percent / 100.0) - 1;
    return sorted.get(index).toMillis() / 1_000.0;
  }
}
