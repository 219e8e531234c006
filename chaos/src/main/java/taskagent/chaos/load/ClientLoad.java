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
import taskagent.chaos.check.ClientCall;

/** Runs several clients at once. A seed decides what each of them requests. */
public final class ClientLoad implements AutoCloseable {

  private static final Duration RETRY_DELAY = Duration.ofMillis(300);
  private static final Duration MAX_EXTENSION = Duration.ofSeconds(60);
  private static final long STOP_TIMEOUT_SECONDS = 180;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<ClientCall> calls = new ConcurrentLinkedQueue<>();
  private final List<Future<?>> running = new ArrayList<>();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final LoadPlan plan;
  private final Instant end;

  private ClientLoad(LoadPlan plan) {
    this.plan = plan;
    end = Instant.now().plus(plan.lasting());
  }

  /**
   * Starts the clients.
   *
   * @param name the prefix of all ids of tasks and users, so that no two loads share any
   * @param apis where they send their requests, in turn
   */
  public static ClientLoad start(
      LoadPlan plan, long seed, String name, List<? extends SystemApi> apis) {
    var load = new ClientLoad(plan);
    for (int i = 0; i < plan.clients(); i++) {
      var client =
          new LoadClient(
              i,
              name,
              seed,
              apis.get(i % apis.size()),
              load::add,
              InstantSource.system(),
              RETRY_DELAY);
      load.running.add(load.threads.submit(() -> client.run(plan, load::isOver)));
    }
    return load;
  }

  private void add(ClientCall call) {
    calls.add(call);
    if (call.acknowledged()) {
      acknowledged.incrementAndGet();
    }
  }

  /** A slow machine gets more time, because too few acknowledged calls prove nothing. */
  private boolean isOver() {
    var until = acknowledged.get() < plan.enough() ? end.plus(MAX_EXTENSION) : end;
    return !Instant.now().isBefore(until);
  }

  /** Returns the calls so far, in the order in which they began. */
  public List<ClientCall> calls() {
    var sorted = new ArrayList<>(calls);
    sorted.sort(Comparator.comparing(ClientCall::began));
    return sorted;
  }

  /** Waits until all clients have stopped, and returns their calls. */
  public List<ClientCall> await() throws InterruptedException {
    for (var each : running) {
      try {
        each.get(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        throw new IllegalStateException("a client did not stop", e);
      }
    }
    return calls();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
