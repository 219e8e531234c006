package taskagent.dapr;

import static java.lang.System.Logger.Level.WARNING;

import io.dapr.client.DaprClient;
import java.time.Duration;
import java.util.Optional;
import taskagent.domain.port.Unavailable;

/**
 * Has a sidecar end that is ill and would stay so, so that whatever runs it starts it again. What
 * its actors and workflows were at goes on at once elsewhere, or here when it is back.
 */
final class SidecarWatch implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(SidecarWatch.class.getName());

  private static final Duration LOOK = Duration.ofSeconds(3);

  /** A worker that is connected anew, or a host that is new, is not at work for some seconds. */
  private static final int LOOKS = 4;

  private final DaprClient client;
  private final SidecarHealth health;
  private final Thread thread;

  /** Begins to watch. */
  SidecarWatch(DaprClient client, SidecarHealth health) {
    this.client = client;
    this.health = health;
    this.thread = Thread.ofVirtual().name("taskagent-sidecar-watch").start(this::watch);
  }

  private void watch() {
    Optional<String> before = Optional.empty();
    int looks = 0;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Thread.sleep(LOOK);
        var ailment = look();
        looks = ailment.equals(before) ? looks + 1 : 1;
        before = ailment;
        if (ailment.isPresent() && looks >= LOOKS) {
          looks = 0;
          LOG.log(WARNING, "the sidecar {0}, though it could: it is told to end", ailment.get());
          Reach.of(client.shutdown());
        }
      } catch (InterruptedException e) {
        return;
      } catch (Unavailable e) {
        looks = 0; // it ended before it had answered
      }
    }
  }

  private Optional<String> look() {
    try {
      return health.ailment();
    } catch (Unavailable e) {
      return Optional.empty(); // it or its store is away, and comes back as it should be
    } catch (RuntimeException e) {
      LOG.log(WARNING, "it cannot be told how the sidecar is", e);
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
