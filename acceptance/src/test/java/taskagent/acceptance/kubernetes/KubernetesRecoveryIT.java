package taskagent.acceptance.kubernetes;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.acceptance.faults.Tasks;
import taskagent.acceptance.server.Client;

/**
 * A pod is deleted in mid-saga, in order and by force, again and again. Every saga ends well; how
 * long that took is printed. {@code -Dtaskagent.rounds=30} does it more often.
 */
@Tag("kubernetes")
final class KubernetesRecoveryIT {

  private static final int SAGAS = 4;
  private static final int ROUNDS = Integer.getInteger("taskagent.rounds", 3);
  private static final Duration NOTIFYING = Duration.ofSeconds(1);

  @BeforeAll
  static void deploy() {
    Deployment.apply(Map.of("TASKAGENT_NOTIFY_SIMULATED_DELAY", NOTIFYING.toSeconds() + "s"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--grace-period=50", "--grace-period=0"})
  void sagasEndThoughTheirPodIsDeleted(String grace) throws IOException {
    var took = new ArrayList<Duration>();
    for (int round = 1; round <= ROUNDS; round++) {
      took.addAll(round(grace, "delete" + grace.replaceAll("\\D", "") + "-" + round + "-"));
      Deployment.awaitReady(Deployment.REPLICAS);
    }
    took.sort(null);
    System.out.printf(
        "a pod deleted in mid-saga (%s), %d times: %d sagas ended after p50 %.1f s, p99 %.1f s,"
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
      Tasks.accepted(client(), id);
    }
    long deleted = System.nanoTime();
    var pod = Deployment.pods().getFirst();
    Deployment.kubectl("delete", "--wait=false", grace, "--force=" + grace.endsWith("=0"), pod);
    var took = Tasks.ends(KubernetesRecoveryIT::ended, ids, deleted);
    Deployment.awaitReady(Deployment.REPLICAS);
    Tasks.complete(client(), ids);
    return took;
  }

  /** A new connection each time: one to a pod that was deleted by force would not end. */
  private static Client client() {
    return new Client(Deployment.address());
  }

  /** Whoever is led to the pod that was deleted asks again. */
  private static boolean ended(String id) {
    try {
      return Tasks.ended(client(), id);
    } catch (IOException e) {
      return false;
    }
  }

  private static double seconds(List<Duration> sorted, int percent) {
    int index = (int) Math.ceil(sorted.size() * percent / 100.0) - 1;
    return sorted.get(index).toMillis() / 1_000.0;
  }
}
