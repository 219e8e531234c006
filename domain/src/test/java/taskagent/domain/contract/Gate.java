package taskagent.domain.contract;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds up a caller until it is opened, but not for ever. */
public final class Gate {

  private static final long AT_MOST_SECONDS = 30;

  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch opened = new CountDownLatch(1);

  /** Lets everybody through from now on. */
  public void open() {
    opened.countDown();
  }

  /** Whether somebody stands, or stood, before it. */
  public boolean reached() {
    return reached.getCount() == 0;
  }

  /** Stands before it. An interruption ends the wait and is passed on as such. */
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
