package taskagent.domain.saga;

import java.time.Duration;

/**
 * How often an action is tried, and how long is waited between.
 *
 * @param attempts tries in all, the first one included
 * @param firstWait the wait after the first failed try
 * @param backoff by how much each wait is longer than the one before
 */
public record RetryPolicy(int attempts, Duration firstWait, double backoff) {

  /** Five tries, with waits of 1, 2, 4 and 8 seconds. */
  public static final RetryPolicy DEFAULT = attempts(5);

  /** No wait is longer than this. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  /** Checks the numbers. */
  public RetryPolicy {
    if (attempts < 1 || firstWait.isNegative() || !(backoff >= 1)) {
      throw new IllegalArgumentException("a retry policy tries at least once and never backs on");
    }
  }

  /** So many tries, with a wait of a second after the first, doubled after each other one. */
  public static RetryPolicy attempts(int attempts) {
    return new RetryPolicy(attempts, Duration.ofSeconds(1), 2.0);
  }

  /** The wait after this failed try, counted from 1. */
  Duration waitAfter(int attempt) {
    double millis = (double) firstWait.toMillis() * Math.pow(backoff, attempt - 1);
    return Duration.ofMillis((long) Math.min(millis, (double) LONGEST_WAIT.toMillis()));
  }
}
