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
import taskagent.acceptance.server.Server;

/**
 * The server is killed (SIGKILL) again and again while people work on their tasks and deadlines
 * pass. Each change that was acknowledged is kept, at its version; a deadline makes a task overdue
 * once, not early, and not late (spec §8: 3, 4, 9, 11 and 13).
 *
 * <p>{@code -Dtaskagent.seed=N} repeats the instants of an earlier run.
 */
class KillWhileWorkingIT {

  private static final long SEED = Long.getLong("taskagent.seed", System.nanoTime());
  private static final int KILLS = 4;
  private static final int PEOPLE = 12;
  private static final int ONE_IN_A_HURRY_AMONG = 4;
  private static final int CHANGES_AT_LEAST = 100;
  private static final Duration OVERDUE_WITHIN = Duration.ofSeconds(30);
  private static final Duration PUBLISHED_WITHIN = Duration.ofSeconds(60);
  private static final int ENDED_WITHIN_SECONDS = 60;

  @TempDir Path data;

  private final Queue<Errand> errands = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void endKiller() {
    killer.shutdownNow();
  }

  @Test
  void whatPeopleDidIsKept() throws Exception {
    System.out.printf("-Dtaskagent.seed=%d%n", SEED);
    var random = new Random(SEED);
    try (var subscriber = new Subscriber()) {
      var settings = List.of("--events-webhook-url=" + subscriber.address());
      for (int i = 0; i < KILLS; i++) {
        try (var server = Server.start(data, settings)) {
          workUntilKilled(server, 500 + random.nextInt(2_000));
        }
      }
      try (var server = Server.start(data, settings)) {
        checkAll(server, subscriber);
        Outcome.noTrace(server.err());
        assertThat(server.stop()).isZero();
      }
    }
  }

  private void workUntilKilled(Server server, int millis)
      throws InterruptedException, ExecutionException, TimeoutException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var people = new ArrayList<Future<?>>();
      for (int i = 0; i < PEOPLE; i++) {
        people.add(threads.submit(() -> runErrandsUntilKilled(server)));
      }
      killer.schedule(server::kill, millis, TimeUnit.MILLISECONDS).get(30, TimeUnit.SECONDS);
      for (var person : people) {
        person.get(ENDED_WITHIN_SECONDS, TimeUnit.SECONDS);
      }
    }
  }

  private void runErrandsUntilKilled(Server server) {
    try {
      while (true) {
        int number = count.incrementAndGet();
        var errand = new Errand("errand-" + number, number % ONE_IN_A_HURRY_AMONG == 0);
        errands.add(errand);
        errand.run(server);
      }
    } catch (IOException e) {
      // killed: the last request may have been taken or not
    }
  }

  private void checkAll(Server server, Subscriber subscriber) throws IOException {
    var accepted = errands.stream().filter(Errand::accepted).toList();
    var hurried = accepted.stream().filter(Errand::inAHurry).toList();
    int changes = accepted.stream().mapToInt(Errand::acknowledged).sum();
    int unsure = accepted.stream().mapToInt(Errand::unsure).sum();
    System.out.printf(
        "%d tasks and %d changes of them were acknowledged, %d were cut off; %d deadlines passed%n",
        accepted.size(), changes, unsure, hurried.size());
    assertThat(changes).isGreaterThanOrEqualTo(CHANGES_AT_LEAST);
    assertThat(hurried).hasSizeGreaterThanOrEqualTo(KILLS);

    long end = System.nanoTime() + OVERDUE_WITHIN.toNanos();
    for (var errand : hurried) {
      errand.awaitSaga(server);
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .atMost(Duration.ofNanos(Math.max(1, end - System.nanoTime())))
          .until(() -> errand.overdue(server));
    }
    Awaitility.await("all events are published")
        .atMost(PUBLISHED_WITHIN)
        .until(() -> server.get("/metrics").text().contains("taskagent_events_pending 0"));
    for (var errand : accepted) {
      errand.awaitSaga(server);
      errand.check(server, subscriber);
    }
  }
}
