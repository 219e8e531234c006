package taskagent.embedded;

import java.util.concurrent.Semaphore;

/**
 * Limits how many sagas may call a receiver at the same time. Without a limit, a receiver that
 * hangs would keep every saga waiting in memory.
 */
final class CallLimiter {

  private static final int CALLS = 1024;

  private final Semaphore free = new Semaphore(CALLS);

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
    return CALLS - free.availablePermits();
  }
}
