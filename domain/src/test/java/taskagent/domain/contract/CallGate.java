package taskagent.domain.contract;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Blocks a caller until a test opens it; fails after {@value #AT_MOST_SECONDS} seconds. */
public final class CallGate {

  private static final long AT_MOST_SECONDS = 90;

  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch opened = new CountDownLatch(1);

  /** Releases all callers, now and later. */
  public void open() {
    opened.countDown();
  }

  /** Returns true if a caller has arrived. */
  public boolean reached() {
    return reached.getCount() == 0;
  }

  /** Blocks the caller. An interruption ends the wait and stays set. */
  void pass() {
    reached.countDown();
    try {
      if (!opened.await(AT_MOST_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a test forgot to open its gate");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
