package taskagent.domain.port;

import java.time.Instant;
import java.util.List;
import taskagent.domain.processing.Notification;

/**
 * Notifies assignees of their tasks. It may be called more than once for the same notification;
 * receivers drop duplicates by the key.
 */
public interface Notifier {

  /** The result of a notification. */
  sealed interface Notified permits Sent, Failed, NotNow {}

  /** The notification was accepted for delivery. */
  record Sent() implements Notified {}

  /**
   * The notification failed; it may or may not have been sent.
   *
   * @param transientError true if a retry may succeed
   * @param unanswered true if the receiver may have accepted it, but its answer was lost
   */
  record Failed(String reason, boolean transientError, boolean unanswered) implements Notified {

    /** Creates a failure that the receiver answered, or that did not reach it. */
    public Failed(String reason, boolean transientError) {
      this(reason, transientError, false);
    }
  }

  /** The notification was not attempted; retry at that time. */
  record NotNow(Instant tryAt, String reason) implements Notified {}

  /** Sends a notification. Does not throw: an error is a {@link Failed}. */
  Notified notify(Notification notification);

  /** Returns what monitoring should know of the receivers. */
  default List<Metric> metrics() {
    return List.of();
  }
}
