package taskagent.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import taskagent.testing.server.ServerProcess;

/**
 * The server is killed (SIGKILL) repeatedly while people work on their tasks and deadlines pass.
 * Each acknowledged change is kept at its version. A deadline makes a task overdue once, not early,
 * and not late (specification §8, invariants 3, 4, 9, 11 and 13).
 *
 * <p>{@code -Dtaskagent.seed=N} repeats the instants of an earlier run.
 */
@Execution(ExecutionMode.CONCURRENT)
class KillWhileWorkingIT {

  private static final long SEED = Long.getLong("taskagent.seed", System.nanoTime());
  private static final int KILLS = 4;
  private static final int PEOPLE = 12;
  private static final int ONE_URGENT_AMONG = 4;
  private static final int CHANGES_AT_LEAST = 100;
  private static final Duration WORKED_WITHIN = Duration.ofSeconds(60);
  private static final Duration OVERDUE_WITHIN = Duration.ofSeconds(30);
  private static final Duration PUBLISHED_WITHIN = Duration.ofSeconds(60);
  private static final int ENDED_WITHIN_SECONDS = 60;

  @TempDir Path data;

  private final Queue<TrackedTask> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void endKiller() {
    killer.shutdownNow();
  }

  @Test
  void keepsAcknowledgedChanges() throws Exception {
    System.out.printf("-Dtaskagent.seed=%d%n", SEED);
    var random = new Random(SEED);
    try (var subscriber = new EventSubscriber()) {
      var settings = List.of("--events-webhook-url=" + subscriber.address());
      for (int i = 0; i < KILLS; i++) {
        try (var server = ServerProcess.start(data, settings)) {
          workUntilKilled(server, i + 1, random.nextInt(1_000));
        }
      }
      try (var server = ServerProcess.start(data, settings)) {
        checkAll(server, subscriber);
        ExitAssertions.noStackTrace(server.err());
        assertThat(server.stop()).isZero();
      }
    }
  }

  /**
   * Kills the server a while after enough was done.
   *
   * @param life the number of this server: 1 for the first
   */
  private void workUntilKilled(ServerProcess server, int life, int millis)
      throws InterruptedException, ExecutionException, TimeoutException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var people = new ArrayList<Future<?>>();
      for (int i = 0; i < PEOPLE; i++) {
        people.add(threads.submit(() -> workOnTasksUntilKilled(server)));
      }
      try {
        Awaitility.await("enough work before the server is killed")
            .pollInterval(Duration.ofMillis(10))
            .atMost(WORKED_WITHIN)
            .until(() -> changes() >= life * CHANGES_AT_LEAST / KILLS && urgent() >= life);
      } finally { // because the people work until then
        killer.schedule(server::kill, millis, TimeUnit.MILLISECONDS).get(30, TimeUnit.SECONDS);
      }
      for (var person : people) {
        person.get(ENDED_WITHIN_SECONDS, TimeUnit.SECONDS);
      }
    }
  }

  private int changes() {
    return tasks.stream().mapToInt(TrackedTask::acknowledged).sum();
  }

  private long urgent() {
    return tasks.stream().filter(TrackedTask::accepted).filter(TrackedTask::urgent).count();
  }

  private void workOnTasksUntilKilled(ServerProcess server) {
    try {
      while (true) {
        int number = count.incrementAndGet();
        var task = new TrackedTask("task-" + number, number % ONE_URGENT_AMONG == 0);
        tasks.add(task);
        task.run(server);
      }
    } catch (IOException e) {
      // killed: the server may or may not have accepted the last request
    }
  }

  private void checkAll(ServerProcess server, EventSubscriber subscriber) throws IOException {
    var accepted = tasks.stream().filter(TrackedTask::accepted).toList();
    var urgent = accepted.stream().filter(TrackedTask::urgent).toList();
    int changes = accepted.stream().mapToInt(TrackedTask::acknowledged).sum();
    int unsure = accepted.stream().mapToInt(TrackedTask::unsure).sum();
    System.out.printf(
        "%d tasks and %d changes of them were acknowledged, %d were cut off; %d deadlines passed%n",
        accepted.size(), changes, unsure, urgent.size());
    assertThat(changes).isGreaterThanOrEqualTo(CHANGES_AT_LEAST);
    assertThat(urgent).hasSizeGreaterThanOrEqualTo(KILLS);

    long end = System.nanoTime() + OVERDUE_WITHIN.toNanos();
    for (var task : urgent) {
      task.awaitSaga(server);
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .atMost(Duration.ofNanos(Math.max(1_000_000_000, end - System.nanoTime())))
          .until(() -> task.overdue(server));
    }
    Awaitility.await("all events are published")
        .atMost(PUBLISHED_WITHIN)
        .until(() -> server.get("/metrics").text().contains("taskagent_events_pending 0"));
    for (var task : accepted) {
      task.awaitSaga(server);
      task.check(server, subscriber);
    }
  }
}
