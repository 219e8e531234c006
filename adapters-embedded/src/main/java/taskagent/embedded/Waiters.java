package taskagent.embedded;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import taskagent.domain.processing.WorkflowId;

/** Lets threads wait for the end of a run. A run without a waiting thread takes no memory. */
final class Waiters {

  private final ConcurrentHashMap<WorkflowId, Waiting> all = new ConcurrentHashMap<>();

  private record Waiting(CountDownLatch ended, int users) {
    Waiting users(int more) {
      return new Waiting(ended, users + more);
    }
  }

  /** Wakes the threads that wait for a run, because its end is durable. */
  void ended(WorkflowId id) {
    var waiting = all.get(id);
    if (waiting != null) {
      waiting.ended().countDown();
    }
  }

  /**
   * Waits for the end of a run.
   *
   * @param hasEnded checked after the registration, so that the end cannot be missed
   */
  void await(WorkflowId id, Duration atMost, BooleanSupplier hasEnded) {
    var waiting =
        all.merge(id, new Waiting(new CountDownLatch(1), 1), (known, _) -> known.users(1));
    try {
      if (!hasEnded.getAsBoolean()) {
        boolean _ = waiting.ended().await(atMost.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      all.computeIfPresent(id, (_, known) -> known.users() == 1 ? null : known.users(-1));
    }
  }
}
