package taskagent.acceptance;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.awaitility.pollinterval.FixedPollInterval;
import org.awaitility.pollinterval.IterativePollInterval;
import org.awaitility.pollinterval.PollInterval;

/** Waits, always with a limit. */
final class Waiting {

  private static final Duration QUICKLY = Duration.ofMillis(50);
  private static final Duration SLOWLY = Duration.ofMillis(500);

  private Waiting() {}

  /** Polls quickly at first and then twice a second, because polls slow the agent down, too. */
  static void until(Duration atMost, ThrowingRunnable holds) {
    until(atMost, IterativePollInterval.iterative(Waiting::longer, QUICKLY), holds);
  }

  /** Polls every two seconds, for what needs processes of its own, such as kubectl. */
  static void slowlyUntil(Duration atMost, ThrowingRunnable holds) {
    until(atMost, new FixedPollInterval(Duration.ofSeconds(2)), holds);
  }

  private static void until(Duration atMost, PollInterval interval, ThrowingRunnable holds) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(interval)
        .atMost(atMost)
        .untilAsserted(holds);
  }

  private static Duration longer(Duration interval) {
    var next = interval.multipliedBy(3).dividedBy(2);
    return next.compareTo(SLOWLY) < 0 ? next : SLOWLY;
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
