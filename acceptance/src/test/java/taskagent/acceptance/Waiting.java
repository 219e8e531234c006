package taskagent.acceptance;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** Waits, always with a limit. */
final class Waiting {

  private Waiting() {}

  static void until(Duration atMost, ThrowingRunnable holds) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .atMost(atMost)
        .untilAsserted(holds);
  }

  /** Waits for this long; for nothing if it is negative. */
  static void pass(Duration time) {
    if (time.isNegative()) {
      return;
    }
    Callable<Boolean> over = over(System.nanoTime() + time.toNanos());
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .atMost(time.plusSeconds(5))
        .until(over);
  }

  private static Callable<Boolean> over(long end) {
    return () -> System.nanoTime() >= end;
  }
}
