package taskagent.dapr.workflow;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import taskagent.domain.port.Unavailable;

/**
 * Limits how many workflows are started at the same time. The other callers wait for their turns.
 * Who waits too long is refused, so clients learn early that there is too much to do.
 */
final class Turns {

  private final Semaphore free;
  private final Duration within;

  /**
   * Creates the limit.
   *
   * @param within how long a caller waits
   */
  Turns(int atOnce, Duration within) {
    this.free = new Semaphore(atOnce, true);
    this.within = within;
  }

  /**
   * Starts a workflow when it is this caller's turn.
   *
   * @throws Unavailable if too many callers wait for theirs
   */
  <T> T take(Supplier<T> work) {
    try {
      if (!free.tryAcquire(within.toMillis(), TimeUnit.MILLISECONDS)) {
        throw Unavailable.overloaded("too many workflows are started at once");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Unavailable.outOfReach("the server is shutting down");
    }
    try {
      return work.get();
    } finally {
      free.release();
    }
  }
}
