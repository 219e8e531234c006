package taskagent.embedded;

import static taskagent.domain.port.Workflows.STOP_ASKED_EVERY;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import taskagent.domain.run.RunId;

/** Lets threads wait for the end of a run. A run without a waiting thread takes no memory. */
final class Waiters {

  private final ConcurrentHashMap<RunId, Waiting> all = new ConcurrentHashMap<>();

  private record Waiting(CountDownLatch ended, int users) {
    Waiting users(int more) {
      return new Waiting(ended, users + more);
    }
  }

  /** Wakes the threads that wait for a run, because its end is durable. */
  void ended(RunId id) {
    var waiting = all.get(id);
    if (waiting != null) {
      waiting.ended().countDown();
    }
  }

  /**
   * Waits for the end of a run.
   *
   * @param hasEnded checked after the registration, so that the end cannot be missed
   * @param stop whether to wait no longer
   */
  void await(RunId id, Duration atMost, BooleanSupplier hasEnded, BooleanSupplier stop) {
    var waiting =
        all.merge(id, new Waiting(new CountDownLatch(1), 1), (known, _) -> known.users(1));
    try {
      if (!hasEnded.getAsBoolean()) {
        await(waiting.ended(), atMost, stop);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      all.computeIfPresent(id, (_, known) -> known.users() == 1 ? null : known.users(-1));
    }
  }

  private static void await(CountDownLatch ended, Duration atMost, BooleanSupplier stop)
      throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    long left = atMost.toNanos();
    while (left > 0
        && !ended.await(Math.min(left, STOP_ASKED_EVERY.toNanos()), TimeUnit.NANOSECONDS)
        && !stop.getAsBoolean()) {
      left = end - System.nanoTime();
    }
  }
}
