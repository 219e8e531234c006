package taskagent.chaos.load;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import taskagent.chaos.check.Call;

/** Many clients at once, each with a choice of its own, made from one seed. */
public final class Load implements AutoCloseable {

  private static final Duration BEFORE_NEXT_TRY = Duration.ofMillis(300);
  private static final Duration LONGER_AT_MOST = Duration.ofSeconds(60);
  private static final long ENDING_SECONDS = 180;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final List<Future<?>> running = new ArrayList<>();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final Plan plan;
  private final Instant end;

  private Load(Plan plan) {
    this.plan = plan;
    end = Instant.now().plus(plan.lasting());
  }

  /**
   * Starts the clients.
   *
   * @param name begins all ids of tasks and users, so that no two loads meet
   * @param apis whom they ask, by turns
   */
  public static Load start(Plan plan, long seed, String name, List<? extends Api> apis) {
    var load = new Load(plan);
    for (int i = 0; i < plan.clients(); i++) {
      var client =
          new LoadClient(
              i,
              name,
              seed,
              apis.get(i % apis.size()),
              load::add,
              InstantSource.system(),
              BEFORE_NEXT_TRY);
      load.running.add(load.threads.submit(() -> client.run(plan, load::isOver)));
    }
    return load;
  }

  private void add(Call call) {
    calls.add(call);
    if (call.acknowledged()) {
      acknowledged.incrementAndGet();
    }
  }

  /** A slow machine is given more time: what too little was asked of proves nothing. */
  private boolean isOver() {
    var until = acknowledged.get() < plan.enough() ? end.plus(LONGER_AT_MOST) : end;
    return !Instant.now().isBefore(until);
  }

  /** What was done so far, in the order in which it was begun. */
  public List<Call> calls() {
    var sorted = new ArrayList<>(calls);
    sorted.sort(Comparator.comparing(Call::began));
    return sorted;
  }

  /** Waits until all clients have ended. */
  public List<Call> await() throws InterruptedException {
    for (var each : running) {
      try {
        each.get(ENDING_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        throw new IllegalStateException("a client does not end as it should", e);
      }
    }
    return calls();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
