package taskagent.domain;

import java.time.Duration;

/**
 * How long to wait before each retry: the waits grow by a factor, up to the longest.
 *
 * @param first the wait after the first failed attempt
 * @param factor how much longer each wait is than the one before; at least 1
 * @param longest the upper bound of every wait
 */
public record Backoff(Duration first, double factor, Duration longest) {

  /** Checks the numbers. */
  public Backoff {
    if (first.isNegative() || longest.isNegative() || !(factor >= 1)) {
      throw new IllegalArgumentException(
          "Waits must not be negative and the backoff factor must be at least 1");
    }
  }

  /**
   * Returns the wait after a failed attempt, in whole milliseconds.
   *
   * @param attempt the number of the failed attempt, from 1
   */
  public Duration after(int attempt) {
    double millis = (double) first.toMillis() * Math.pow(factor, attempt - 1);
    return Duration.ofMillis((long) Math.min(millis, (double) longest.toMillis()));
  }
}
