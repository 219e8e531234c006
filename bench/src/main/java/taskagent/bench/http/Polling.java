package taskagent.bench.http;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Polls a server until a condition holds. */
public final class Polling {

  /** A condition that is checked over HTTP. */
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws IOException;
  }

  private Polling() {}

  /**
   * Polls a condition and returns whether it held in time. It does not hold while the server is
   * unavailable.
   */
  public static boolean until(long seconds, long everyMillis, Condition condition)
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
