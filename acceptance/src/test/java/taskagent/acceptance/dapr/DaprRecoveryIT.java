package taskagent.acceptance.dapr;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.acceptance.faults.Tasks;
import taskagent.acceptance.server.Client;
import taskagent.dapr.cluster.ClusterPlan;
import taskagent.dapr.cluster.DaprCluster;

/**
 * One part after the other is killed (SIGKILL) in mid-saga and started again at once. Every saga
 * ends well; how long that took is printed.
 */
@Tag("docker")
final class DaprRecoveryIT {

  private static final int SAGAS = 10;

  /** How long each saga stays in the step in which it is caught. */
  private static final Duration NOTIFYING = Duration.ofSeconds(1);

  private static final int ROUNDS = Integer.getInteger("taskagent.rounds", 3);

  private static final DaprCluster CLUSTER =
      new DaprCluster(
          ClusterPlan.standard()
              .settings("--notify-simulated-delay=" + NOTIFYING.toSeconds() + "s"));

  @BeforeAll
  static void start() {
    CLUSTER.start().awaitServing();
  }

  @AfterAll
  static void end() {
    CLUSTER.close();
  }

  @AfterEach
  void heal() {
    CLUSTER.heal();
  }

  @ParameterizedTest
  @ValueSource(strings = {"app-0", "daprd-0", "placement", "scheduler", "redis"})
  void sagasEndThoughAPartIsKilled(String part) throws IOException {
    var took = new ArrayList<Duration>();
    for (int round = 1; round <= ROUNDS; round++) {
      took.addAll(round(part, part + "-" + round + "-"));
      CLUSTER.heal();
    }
    took.sort(null);
    System.out.printf(
        "%s killed in mid-saga: %d sagas ended after %.1f s (median), %.1f s (slowest); each takes"
            + " %d s undisturbed%n",
        part,
        took.size(),
        seconds(took.get(took.size() / 2)),
        seconds(took.getLast()),
        NOTIFYING.toSeconds());
  }

  /** How long after the kill each of some sagas ended. */
  private static List<Duration> round(String part, String prefix) throws IOException {
    var ids = IntStream.range(0, SAGAS).mapToObj(i -> prefix + i).toList();
    var client = new Client(CLUSTER.addresses().get(1)); // never killed itself
    for (var id : ids) {
      Tasks.accepted(client, id);
    }
    long killed = System.nanoTime();
    CLUSTER.kill(part);
    CLUSTER.start(part);
    var took = Tasks.ends(id -> Tasks.ended(client, id), ids, killed);
    Tasks.complete(client, ids);
    return took;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }
}
