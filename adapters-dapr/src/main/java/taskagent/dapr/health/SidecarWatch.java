package taskagent.dapr.health;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.dapr.client.DaprClient;
import java.time.Duration;
import java.util.Optional;
import taskagent.dapr.sidecar.SidecarCalls;
import taskagent.domain.port.Unavailable;

/**
 * Shuts down a sidecar that cannot recover, so that its supervisor restarts it. Its actors and
 * workflows continue on another replica at once, or here after the restart.
 */
public final class SidecarWatch implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(SidecarWatch.class.getName());

  private static final Duration LOOK = Duration.ofSeconds(3);

  /**
   * The number of equal results in a row before a shutdown. After a reconnect or on a new host, the
   * worker takes some seconds to start.
   */
  private static final int LOOKS = 4;

  private final DaprClient client;
  private final SidecarHealth health;
  private final Thread thread;
  private boolean connected;

  /** Starts the watch. */
  public SidecarWatch(DaprClient client, SidecarHealth health) {
    this.client = client;
    this.health = health;
    this.thread = Thread.ofVirtual().name("taskagent-sidecar-watch").start(this::watch);
  }

  private void watch() {
    Optional<String> before = Optional.empty();
    int looks = 0;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        logChanges();
        Thread.sleep(LOOK);
        var ailment = look();
        looks = ailment.equals(before) ? looks + 1 : 1;
        before = ailment;
        if (ailment.isPresent() && looks >= LOOKS) {
          looks = 0;
          LOG.log(WARNING, "restarting unhealthy sidecar: {0}", ailment.get());
          SidecarCalls.of(client.shutdown());
        }
      } catch (InterruptedException e) {
        return;
      } catch (Unavailable e) {
        looks = 0; // it shut down before it answered
      }
    }
  }

  private void logChanges() {
    if (health.connected() == connected) {
      return;
    }
    if (connected) {
      LOG.log(WARNING, "the sidecar is unavailable");
    } else {
      LOG.log(INFO, "connected to the sidecar: {0}", health.description());
    }
    connected = !connected;
  }

  private Optional<String> look() {
    try {
      return health.ailment();
    } catch (Unavailable e) {
      return Optional
          .empty(); // the sidecar or its store is unavailable, which is not a reason to restart the
      // sidecar
    } catch (RuntimeException e) {
      LOG.log(WARNING, "cannot check the sidecar's health", e);
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
