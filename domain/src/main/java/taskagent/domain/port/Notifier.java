package taskagent.domain.port;

import java.time.Instant;
import taskagent.domain.processing.Notification;

/**
 * Tells somebody that a task is theirs. May be called more than once for the same notification; a
 * receiver tells by the key.
 */
public interface Notifier {

  /** How it went. */
  sealed interface Notified permits Sent, Failed, NotNow {}

  /** It was taken over by whoever delivers it. */
  record Sent() implements Notified {}

  /**
   * It may or may not have been sent.
   *
   * @param transientError whether trying again may help
   */
  record Failed(String reason, boolean transientError) implements Notified {}

  /** It was not tried; try again at that time. */
  record NotNow(Instant tryAt, String reason) implements Notified {}

  /** Sends it. Does not throw: what goes wrong is an answer. */
  Notified notify(Notification notification);
}
