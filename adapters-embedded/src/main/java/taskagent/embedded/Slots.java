package taskagent.embedded;

import java.util.concurrent.Semaphore;

/**
 * How many sagas may be out calling somebody at once. Without a bound, a receiver that hangs would
 * have every saga of the day wait for it in memory.
 */
final class Slots {

  private static final int SLOTS = 1024;

  private final Semaphore free = new Semaphore(SLOTS);

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
    return SLOTS - free.availablePermits();
  }
}
