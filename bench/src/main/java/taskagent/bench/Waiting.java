package taskagent.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Waits for what a server does by itself. */
final class Waiting {

  /** Something that can be asked over HTTP. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws IOException;
  }

  private Waiting() {}

  /**
   * Asks every so often; returns whether it came to hold in time. While the server is not there, it
   * does not hold.
   */
  static boolean until(long seconds, long everyMillis, Condition condition)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() - end < 0) {
      if (holds(condition)) {
        return true;
      }
      Thread.sleep(everyMillis);
    }
    return false;
  }

  private static boolean holds(Condition condition) {
    try {
      return condition.holds();
    } catch (IOException e) {
      return false;
    }
  }
}
