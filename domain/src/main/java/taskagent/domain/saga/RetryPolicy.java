package taskagent.domain.saga;

import java.time.Duration;
import taskagent.domain.Backoff;

/**
 * How often an action is attempted, and how long to wait between two attempts.
 *
 * @param attempts the number of attempts, including the first
 */
public record RetryPolicy(int attempts, Backoff backoff) {

  /** Five attempts, with waits of 1, 2, 4 and 8 seconds. */
  public static final RetryPolicy DEFAULT = attempts(5);

  /** Checks the number of attempts. */
  public RetryPolicy {
    if (attempts < 1) {
      throw new IllegalArgumentException("A retry policy must allow at least one attempt");
    }
  }

  /**
   * Returns a policy with this number of attempts. The first wait is one second, each further wait
   * is twice as long, and none is longer than ten minutes.
   */
  public static RetryPolicy attempts(int attempts) {
    return new RetryPolicy(
        attempts, new Backoff(Duration.ofSeconds(1), 2.0, Duration.ofMinutes(10)));
  }

  /** Returns the wait after this failed attempt, counted from 1. */
  Duration waitAfter(int attempt) {
    return backoff.after(attempt);
  }
}
