package taskagent.domain.engine;

import java.time.Duration;
import taskagent.domain.Backoff;

/**
 * How an engine publishes events (specification §6).
 *
 * @param longestWait the longest wait between two attempts at an event
 * @param giveUpAfter how long an event is attempted, as the sum of its waits. Then it becomes a
 *     dead letter
 * @param atOnce how many events of a topic are sent at the same time
 */
public record EventPolicy(Duration longestWait, Duration giveUpAfter, int atOnce) {

  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

  /** The policy if nothing else is set: an outage of a day loses nothing. */
  public static final EventPolicy DEFAULT =
      new EventPolicy(Duration.ofMinutes(1), Duration.ofDays(1), 16);

  /** Checks the numbers. Two at once, so that one receiver that hangs cannot stop everything. */
  public EventPolicy {
    if (!longestWait.isPositive() || !giveUpAfter.isPositive() || atOnce < 2) {
      throw new IllegalArgumentException("Waits must be positive, and atOnce at least 2");
    }
  }

  /** Returns true if an event that has waited this long is not attempted again. */
  public boolean givesUp(Duration waited) {
    return waited.compareTo(giveUpAfter) >= 0;
  }

  /**
   * Returns the wait before the next attempt: half of the backoff to all of it, so that events that
   * failed together are not sent together again. The last attempt is made when {@code giveUpAfter}
   * is over.
   *
   * @param tries the number of failed attempts
   * @param waited the sum of the waits before
   * @param jitter 0 to 1
   */
  public Duration wait(int tries, Duration waited, double jitter) {
    var backoff = new Backoff(FIRST_WAIT, 2, longestWait).after(tries);
    var wait = Duration.ofMillis(Math.max(1, Math.round((1 + jitter) / 2 * backoff.toMillis())));
    var left = giveUpAfter.minus(waited);
    return wait.compareTo(left) < 0 ? wait : left;
  }
}
