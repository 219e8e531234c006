package taskagent.acceptance;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** Waiting, always bounded. */
final class Waiting {

  private Waiting() {}

  static void until(Duration atMost, ThrowingRunnable holds) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .atMost(atMost)
        .untilAsserted(holds);
  }

  /** Where nothing is to happen, there is nothing to wait for but the time itself. */
  static void pass(Duration time) {
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
