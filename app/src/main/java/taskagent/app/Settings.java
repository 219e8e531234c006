package taskagent.app;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import taskagent.dapr.DaprSettings;
import taskagent.domain.engine.EventPolicy;
import taskagent.domain.engine.Retention;
import taskagent.http.AllowedCallers;

/**
 * The checked settings of a server.
 *
 * @param retention how long what has ended is kept
 * @param eventsUrl the receiver of events; empty if they go to the log
 * @param events how they are published
 * @param tracesUrl the receiver of spans; empty if none are recorded
 * @param tracesShare the share of traces to record among those that start here
 * @param maxConcurrent the number of requests handled at once
 * @param maxStreams the number of streams open at once
 * @param drain how long requests may take to finish during shutdown
 * @param allowed host names and origins that are allowed in addition to the usual ones
 * @param access how callers show who they are
 * @param clockUrl the server whose clock is used; empty for this machine's clock
 * @param dapr settings of the Dapr engine alone
 */
record Settings(
    EngineName engine,
    String host,
    int port,
    Path data,
    int exchangesKept,
    Retention retention,
    NotifySettings notifications,
    Optional<URI> eventsUrl,
    EventPolicy events,
    Optional<URI> tracesUrl,
    double tracesShare,
    int maxConcurrent,
    int maxStreams,
    Duration drain,
    AllowedCallers allowed,
    AccessSettings access,
    Optional<URI> clockUrl,
    DaprSettings dapr) {

  /** The engine that runs the core. */
  enum EngineName {
    EMBEDDED,
    DAPR
  }
}
