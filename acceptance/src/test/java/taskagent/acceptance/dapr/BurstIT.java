package taskagent.acceptance.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import taskagent.acceptance.faults.TaskRequests;
import taskagent.dapr.cluster.ClusterPlan;
import taskagent.dapr.cluster.DaprCluster;
import taskagent.testing.server.HttpStub;
import taskagent.testing.server.HttpStub.Request;
import taskagent.testing.server.HttpStub.Response;
import taskagent.testing.server.JsonHttpClient;

/**
 * A burst of sagas while the processors are busy and a sidecar and an app are frozen, so that the
 * sidecars take their apps for unhealthy. Every accepted saga ends after that, and its receiver is
 * told under one key. The test prints how long it took; on two idle cores, less than a minute.
 *
 * <p>More of it: {@code -Dtaskagent.burst.sagas=2000 -Dtaskagent.burst.seeds=20}.
 */
@Tag("docker")
final class BurstIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SAGAS = Integer.getInteger("taskagent.burst.sagas", 500);
  private static final int SEEDS = Integer.getInteger("taskagent.burst.seeds", 1);
  private static final int CLIENTS = 200;
  private static final int BURNERS = 2;
  private static final int REPLICAS = 2;
  private static final Duration ACCEPTED_WITHIN = Duration.ofMinutes(5);
  private static final Duration ENDED_WITHIN = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private static final Map<String, Set<String>> KEYS = new ConcurrentHashMap<>();
  private static final HttpStub RECEIVER =
      new HttpStub(InetAddress.getLoopbackAddress(), 0).on("/", BurstIT::notified);

  private static final DaprCluster CLUSTER =
      new DaprCluster(
          ClusterPlan.standard()
              .replicas(REPLICAS)
              .watched()
              .settings(
                  "--notify-channel=webhook", "--notify-webhook-url=" + RECEIVER.address() + "/"));

  private final AtomicInteger refused = new AtomicInteger();

  static List<Integer> seeds() {
    return IntStream.rangeClosed(1, SEEDS).boxed().toList();
  }

  @BeforeAll
  static void start() {
    CLUSTER.start();
    CLUSTER.awaitServing();
  }

  @AfterAll
  static void stop() {
    CLUSTER.close();
    RECEIVER.close();
  }

  private static Response notified(Request request) throws IOException {
    var task = JSON.readTree(request.body()).path("task_id").asText();
    KEYS.computeIfAbsent(task, _ -> ConcurrentHashMap.newKeySet())
        .add(request.header("Idempotency-Key").orElse(""));
    return Response.of(204);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everySagaOfABurstEndsAndItsReceiverIsToldOnce(int seed) throws Exception {
    var ids = IntStream.range(0, SAGAS).mapToObj(i -> "burst-" + seed + "-" + i).toList();
    var clients = CLUSTER.addresses().stream().map(JsonHttpClient::new).toList();
    long healed;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var burners = Executors.newFixedThreadPool(BURNERS)) {
      var burning =
          IntStream.range(0, BURNERS).mapToObj(_ -> burners.submit(BurstIT::burn)).toList();
      try {
        var next = new AtomicInteger();
        var requests = new ArrayList<Future<?>>();
        for (int i = 0; i < CLIENTS; i++) {
          var client = clients.get(i % clients.size());
          requests.add(threads.submit(() -> request(client, ids, next)));
        }
        healed = freeze(new Random(seed));
        for (var request : requests) {
          request.get();
        }
      } finally {
        burning.forEach(burner -> burner.cancel(true));
      }
    }
    long accepted = System.nanoTime();
    awaitEnds(clients.getFirst(), ids);
    for (var id : ids) {
      assertThat(KEYS.get(id)).as("keys of the notifications of %s", id).hasSize(1);
    }
    System.out.printf(
        "seed %d: %d sagas accepted (%d refusals), %.1f s after the freeze; the last ended %.1f s"
            + " later; %d were begun again so far%n",
        seed,
        ids.size(),
        refused.get(),
        seconds(accepted - healed),
        seconds(System.nanoTime() - accepted),
        begunAgain(clients));
  }

  /** Uses a processor until it is interrupted. */
  private static void burn() {
    long end = System.nanoTime() + ACCEPTED_WITHIN.toNanos();
    while (!Thread.currentThread().isInterrupted() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  /** Requests tasks, each again until it is accepted. */
  private void request(JsonHttpClient client, List<String> ids, AtomicInteger next) {
    long end = System.nanoTime() + ACCEPTED_WITHIN.toNanos();
    for (int i = next.getAndIncrement(); i < ids.size(); i = next.getAndIncrement()) {
      while (!accepted(client, ids.get(i))) {
        assertThat(System.nanoTime()).as("requests are accepted in time").isLessThan(end);
        refused.incrementAndGet();
        pass(PAUSE);
      }
    }
  }

  private static boolean accepted(JsonHttpClient client, String id) {
    try {
      var answer = TaskRequests.request(client, id);
      assertThat(answer.status()).as(answer.text()).isIn(202, 429, 503);
      return answer.status() == 202;
    } catch (IOException e) {
      return false; // the app is frozen
    }
  }

  /** Freezes the sidecar of one replica and the app of the other, and returns when both go on. */
  private static long freeze(Random random) {
    int one = random.nextInt(1_000) % REPLICAS; // of small seeds, the first nextInt(2) is the same
    pass(Duration.ofMillis(500 + random.nextInt(3_000)));
    frozen("daprd-" + one, Duration.ofMillis(2_000 + random.nextInt(6_000)));
    frozen("app-" + (1 - one), Duration.ofMillis(6_000 + random.nextInt(3_000)));
    return System.nanoTime();
  }

  private static void frozen(String part, Duration lasting) {
    CLUSTER.pause(part);
    pass(lasting);
    CLUSTER.unpause(part);
  }

  private static void pass(Duration time) {
    Awaitility.await().pollDelay(time).atMost(time.plusSeconds(30)).until(() -> true);
  }

  private static void awaitEnds(JsonHttpClient client, List<String> ids) {
    var open = new ArrayList<>(ids);
    Awaitility.await("all sagas have ended")
        .atMost(ENDED_WITHIN)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              open.removeIf(id -> ended(client, id));
              assertThat(open).as("open sagas").isEmpty();
            });
  }

  private static boolean ended(JsonHttpClient client, String id) {
    try {
      var answer = client.get("/workflows/task-workflow-" + id);
      return answer.json().path("result").path("status").asText().equals("completed");
    } catch (IOException e) {
      return false; // it is asked again
    }
  }

  private static int begunAgain(List<JsonHttpClient> clients) throws IOException {
    int all = 0;
    for (var client : clients) {
      all +=
          client
              .get("/metrics")
              .text()
              .lines()
              .filter(line -> line.startsWith("taskagent_sagas_begun_again_total "))
              .mapToInt(line -> (int) Double.parseDouble(line.substring(line.indexOf(' '))))
              .sum();
    }
    return all;
  }

  private static double seconds(long nanos) {
    return Duration.ofNanos(nanos).toMillis() / 1_000.0;
  }
}
