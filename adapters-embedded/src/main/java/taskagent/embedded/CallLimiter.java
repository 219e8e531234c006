package taskagent.embedded;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import taskagent.domain.engine.Permit;

/**
 * Limits how many sagas may call a receiver at the same time. Without a limit, a receiver that
 * hangs would keep every saga waiting in memory.
 */
final class CallLimiter {

  private final int calls;
  private final Semaphore free;

  CallLimiter(int calls) {
    this.calls = calls;
    this.free = new Semaphore(calls);
  }

  /** Returns a permit for a call, if one is free. */
  Optional<Permit> take() {
    return free.tryAcquire() ? Optional.of(permit()) : Optional.empty();
  }

  private Permit permit() {
    var open = new AtomicBoolean(true);
    return () -> {
      if (open.compareAndSet(true, false)) {
        free.release();
      }
    };
  }

  int free() {
    return free.availablePermits();
  }

  int taken() {
    return calls - free.availablePermits();
  }
}
