package taskagent.http.api;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import taskagent.domain.port.Unavailable;

/**
 * Limits how many large documents are read at the same time, because each takes a megabyte or more
 * of memory until its answer is complete. The others wait a while.
 */
final class LargeReads {

  private final Semaphore places;
  private final Duration patience;

  LargeReads(int atOnce, Duration patience) {
    this.places = new Semaphore(atOnce, true);
    this.patience = patience;
  }

  /**
   * Reads.
   *
   * @throws Unavailable if no place becomes free in time
   */
  <T> T read(Supplier<T> reading) {
    enter();
    try {
      return reading.get();
    } finally {
      places.release();
    }
  }

  private void enter() {
    try {
      if (places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw Unavailable.overloaded("too many long documents are read at the same time");
  }
}
