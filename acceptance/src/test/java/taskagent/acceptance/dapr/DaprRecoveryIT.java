package taskagent.acceptance.dapr;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.acceptance.faults.TaskRequests;
import taskagent.dapr.cluster.DaprCluster;
import taskagent.testing.server.JsonHttpClient;

/**
 * Kills one part after the other (SIGKILL) during sagas, and restarts it at once. Every saga
 * completes. The test prints how long that took.
 */
@Tag("docker")
@Order(1) // it takes longest
@ExtendWith(SharedCluster.class)
@ResourceLock(SharedCluster.LOCK)
final class DaprRecoveryIT {

  private static final int SAGAS = 10;

  /** The time that each saga spends in the step during which the part is killed. */
  private static final Duration NOTIFYING = Duration.ofSeconds(1);

  private static final int ROUNDS = Integer.getInteger("taskagent.rounds", 1);

  private static DaprCluster cluster;

  @BeforeAll
  static void start(DaprCluster shared) {
    cluster = shared;
  }

  @AfterEach
  void heal() {
    cluster.heal();
  }

  @ParameterizedTest
  @ValueSource(strings = {"app-0", "daprd-0", "placement", "scheduler", "redis"})
  void sagasCompleteWhenAPartIsKilled(String part) throws IOException {
    var took = new ArrayList<Duration>();
    for (int round = 1; round <= ROUNDS; round++) {
      took.addAll(round(part, part + "-" + round + "-"));
      cluster.heal();
    }
    took.sort(null);
    System.out.printf(
        "%s killed during sagas: %d sagas ended after %.1f s (median), %.1f s (slowest); each takes"
            + " %d s undisturbed%n",
        part,
        took.size(),
        seconds(took.get(took.size() / 2)),
        seconds(took.getLast()),
        NOTIFYING.toSeconds());
  }

  /** Returns the times from the kill until each saga ended. */
  private static List<Duration> round(String part, String prefix) throws IOException {
    var ids = IntStream.range(0, SAGAS).mapToObj(i -> prefix + i).toList();
    var client = new JsonHttpClient(cluster.addresses().get(1)); // a replica that is never killed
    for (var id : ids) {
      TaskRequests.accepted(client, id);
    }
    long killed = System.nanoTime();
    cluster.kill(part);
    cluster.start(part);
    var took = TaskRequests.ends(id -> TaskRequests.ended(client, id), ids, killed);
    TaskRequests.complete(client, ids);
    return took;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }
}
