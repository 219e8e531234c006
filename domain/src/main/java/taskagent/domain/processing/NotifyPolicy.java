package taskagent.domain.processing;

import java.time.Duration;
import java.util.Locale;
import taskagent.domain.Backoff;
import taskagent.domain.saga.RetryPolicy;

/**
 * How often the notify step is attempted, and what its final failure means (specification §4).
 *
 * <p>A run keeps the policy with which it began, so that a setting can change while runs are in
 * flight.
 */
public record NotifyPolicy(RetryPolicy retry, OnFailure onFailure) {

  /** What the final failure of a notification means. */
  public enum OnFailure {
    /** The saga compensates its steps. */
    COMPENSATE,
    /** The assignee and the deadline stay, and the saga completes without the notification. */
    KEEP;

    /** Returns the wire name. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the value with this wire name. */
    public static OnFailure ofWireName(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }

  /** Three attempts with waits of 1 and 2 seconds, and then compensation. */
  public static final NotifyPolicy DEFAULT =
      new NotifyPolicy(
          new RetryPolicy(3, new Backoff(Duration.ofSeconds(1), 2.0, Duration.ofMinutes(1))),
          OnFailure.COMPENSATE);
}
