package taskagent.app;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import taskagent.dapr.DaprSettings;

/**
 * What the application is told, checked.
 *
 * @param notifyUrl where notifications are posted; empty if they go to the log
 * @param failureRate share of notifications that the log channel fails
 * @param eventsUrl where events are posted; empty if they go to the log
 * @param tracesUrl where spans are sent; empty if none are made
 * @param tracesShare share of the traces that begin here and are recorded
 * @param maxConcurrent requests answered at once
 * @param drain how long requests may take to finish at the end
 * @param clockUrl the server by whose clock to go; empty if by this machine's
 * @param dapr what only the Dapr engine needs to know
 */
record Settings(
    EngineName engine,
    String host,
    int port,
    Path data,
    int exchangesKept,
    Optional<URI> notifyUrl,
    double failureRate,
    long failureSeed,
    Duration delay,
    Optional<URI> eventsUrl,
    Optional<URI> tracesUrl,
    double tracesShare,
    int maxConcurrent,
    Duration drain,
    Optional<URI> clockUrl,
    DaprSettings dapr) {

  /** Which engine runs the core. */
  enum EngineName {
    EMBEDDED,
    DAPR
  }
}
