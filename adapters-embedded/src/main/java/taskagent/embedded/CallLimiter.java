package taskagent.embedded;

import java.util.concurrent.Semaphore;

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

  boolean take() {
    return free.tryAcquire();
  }

  void giveBack() {
    free.release();
  }

  int free() {
    return free.availablePermits();
  }

  int taken() {
    return calls - free.availablePermits();
  }
}
