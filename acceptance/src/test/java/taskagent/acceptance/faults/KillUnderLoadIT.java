package taskagent.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import taskagent.testing.saga.ExpectedSaga;
import taskagent.testing.saga.SlowNotificationReceiver;
import taskagent.testing.server.ServerProcess;

/**
 * The server is killed (SIGKILL) at a random instant with hundreds of sagas in flight, and again
 * while it recovers. Everything it acknowledged must be there, and end as without a crash.
 *
 * <p>{@code -Dtaskagent.seed=N} repeats the instants of an earlier run.
 */
@Execution(ExecutionMode.CONCURRENT)
@Order(1) // it takes longest
class KillUnderLoadIT {

  private static final long SEED = Long.getLong("taskagent.seed", System.nanoTime());
  private static final int SAGAS = 700;
  private static final int IN_FLIGHT = 500;
  private static final int CLIENTS = 16;
  private static final int STILL_IN_FLIGHT_AT_LEAST = 100;
  private static final int MESSAGES_AT_LEAST = 20;
  private static final Duration KILLED_WITHIN = Duration.ofSeconds(60);
  private static final Duration HEALED_WITHIN = Duration.ofSeconds(60);

  @TempDir Path data;

  private final List<ExpectedSaga> sagas =
      IntStream.range(0, SAGAS).mapToObj(ExpectedSaga::of).toList();
  private final List<ChatUser> users =
      IntStream.range(0, 8).mapToObj(i -> new ChatUser("user-" + i)).toList();
  private final Set<ExpectedSaga> acknowledged = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void endKiller() {
    killer.shutdownNow();
  }

  @RepeatedTest(3)
  @Execution(ExecutionMode.SAME_THREAD) // one round after the other
  void acknowledgedSagasTakeEffectOnce(RepetitionInfo round) throws Exception {
    var random = new Random(SEED + round.getCurrentRepetition());
    try (var receiver = new SlowNotificationReceiver(random.nextLong())) {
      var settings =
          List.of(
              "--chat-exchanges-kept=1000",
              "--notify-channel=webhook",
              "--notify-webhook-url=" + receiver.address());
      int enough = IN_FLIGHT + random.nextInt(SAGAS - IN_FLIGHT);
      int later = random.nextInt(50);
      int recovering = random.nextInt(1_000);
      System.out.printf(
          "-Dtaskagent.seed=%d, round %d: killed %d ms after %d sagas, and %d ms into recovery%n",
          SEED, round.getCurrentRepetition(), later, enough, recovering);

      try (var server = ServerProcess.start(data, settings)) {
        load(server, () -> acknowledged.size() >= enough, later);
      }
      try (var server = ServerProcess.start(data, settings)) {
        Awaitility.await("the log says that sagas were in flight")
            .untilAsserted(
                () ->
                    assertThat(server.err()).containsPattern("started: [1-9][0-9]* runs resumed"));
        var killed = killer.schedule(server::kill, recovering, TimeUnit.MILLISECONDS);
        killed.get(30, TimeUnit.SECONDS);
      }
      try (var server = ServerProcess.start(data, settings)) {
        checkAll(server, receiver);
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(enough);
        assertThat(server.err()).doesNotContain("Exception", "ERROR", "SEVERE");
        assertThat(server.stop()).isZero();
      }
    }
  }

  /** Sends requests and messages from many clients, until the server is killed. */
  private void load(ServerProcess server, Callable<Boolean> enough, int later) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var clients = new ArrayList<Future<?>>();
      var todo = new ConcurrentLinkedQueue<>(sagas);
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(threads.submit(() -> requestUntilKilled(server, todo)));
      }
      for (var user : users) {
        clients.add(threads.submit(() -> user.chatUntilKilled(server)));
      }
      Awaitility.await().pollInterval(Duration.ofMillis(1)).atMost(KILLED_WITHIN).until(enough);
      killer.schedule(server::kill, later, TimeUnit.MILLISECONDS).get(30, TimeUnit.SECONDS);
      for (var client : clients) {
        client.get(KILLED_WITHIN.toSeconds(), TimeUnit.SECONDS);
      }
    }
  }

  private void requestUntilKilled(ServerProcess server, Queue<ExpectedSaga> todo) {
    try {
      for (var saga = todo.poll(); saga != null; saga = todo.poll()) {
        var answer = saga.request(server);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        acknowledged.add(saga);
      }
    } catch (IOException e) {
      // killed: the server may or may not have accepted the last request
    }
  }

  private void checkAll(ServerProcess server, SlowNotificationReceiver receiver)
      throws IOException {
    long end = System.nanoTime() + HEALED_WITHIN.toNanos();
    int inFlight = 0;
    for (var saga : acknowledged) {
      var workflow = server.get("/workflows/" + saga.workflow());
      assertThat(workflow.status()).as(saga.workflow()).isEqualTo(200);
      inFlight += workflow.json().path("status").asText().equals("RUNNING") ? 1 : 0;
    }
    int taken = acknowledged.size();
    int messages = users.stream().mapToInt(ChatUser::answered).sum();
    System.out.printf(
        "%d sagas and %d messages were acknowledged; %d sagas are in flight%n",
        taken, messages, inFlight);
    assertThat(inFlight).isGreaterThanOrEqualTo(STILL_IN_FLIGHT_AT_LEAST);
    assertThat(messages).isGreaterThanOrEqualTo(MESSAGES_AT_LEAST);

    receiver.release();

    for (var user : users) {
      user.say(server); // the message that may be unanswered, again
      user.checkHistory(server);
    }
    for (var saga : sagas) { // including the acknowledged ones
      assertThat(saga.request(server).status()).as(saga.task()).isEqualTo(202);
    }
    for (var saga : sagas) {
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .atMost(Duration.ofNanos(Math.max(1_000_000_000, end - System.nanoTime())))
          .untilAsserted(() -> saga.checkEnded(server));
      saga.checkNotified(receiver);
    }
    System.out.printf(
        "%d notifications of %d sagas arrived%n", receiver.deliveries(), sagas.size());
    Awaitility.await()
        .atMost(HEALED_WITHIN)
        .untilAsserted(
            () ->
                assertThat(server.get("/metrics").text())
                    .contains("taskagent_events_pending 0", "taskagent_events_dead 0"));
  }
}
