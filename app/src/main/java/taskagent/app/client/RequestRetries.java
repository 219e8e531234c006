package taskagent.app.client;

import java.time.Duration;
import java.util.Optional;

/**
 * How a request is repeated that got no answer, or that the server could not serve.
 *
 * @param attempts how often it is sent at most
 * @param firstWait the wait before the second attempt; each later one is twice as long
 * @param longestWait the longest wait, also if the server asks for more
 */
record RequestRetries(int attempts, Duration firstWait, Duration longestWait) {

  /** Bridges a restart of the server, which takes a second or two. */
  static RequestRetries usual() {
    return new RequestRetries(5, Duration.ofMillis(200), Duration.ofSeconds(10));
  }

  /** Returns true if a later attempt may succeed. Nothing was done then, or nothing twice. */
  static boolean repeats(int status) {
    return status == 429 || status == 502 || status == 503 || status == 504;
  }

  /**
   * Returns the wait before the next attempt, or nothing if there is none.
   *
   * @param made how many attempts were made, at least one
   * @param asked what the server asked for in {@code Retry-After}
   */
  Optional<Duration> waitAfter(int made, Optional<Duration> asked) {
    if (made >= attempts) {
      return Optional.empty();
    }
    var own = firstWait.multipliedBy(1L << (made - 1));
    var wait = asked.orElse(own);
    return Optional.of(wait.compareTo(longestWait) < 0 ? wait : longestWait);
  }
}
