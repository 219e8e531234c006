package taskagent.app;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import taskagent.domain.port.Notifier;
import taskagent.domain.processing.NotifyPolicy;
import taskagent.outbound.LogNotifier;
import taskagent.outbound.WebhookNotifier;

/**
 * The checked settings of notifications.
 *
 * @param url the receiver of notifications; empty if they go to the log
 * @param atOnce how many notifications are posted to the receiver at once
 * @param policy how often a notification is attempted, and what its final failure means
 * @param failureRate the share of notifications that the log channel fails
 * @param delay how long the log channel takes for each
 */
record NotifySettings(
    Optional<URI> url,
    int atOnce,
    NotifyPolicy policy,
    double failureRate,
    long failureSeed,
    Duration delay) {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Returns a notifier with these settings. */
  Notifier notifier(InstantSource clock) {
    return url.<Notifier>map(address -> new WebhookNotifier(address, TIMEOUT, atOnce, clock))
        .orElseGet(() -> new LogNotifier(failureRate, failureSeed, delay));
  }
}
