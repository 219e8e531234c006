package taskagent.dapr.health;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import taskagent.dapr.store.Documents;
import taskagent.domain.port.Unavailable;

/**
 * Knows whether this replica can use its store. A replica that cannot must not host actors, or the
 * calls that other replicas make to them would fail: a store that is configured wrongly would spoil
 * a part of all requests.
 */
public final class StoreWatch implements AutoCloseable, BooleanSupplier {

  private static final System.Logger LOG = System.getLogger(StoreWatch.class.getName());

  private static final Duration LOOK = Duration.ofSeconds(1);

  /**
   * How long the store may be unavailable before the replica gives up its actors. If no replica
   * reaches it, nothing is won by that, so a short outage does not count.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Documents documents;
  private final Runnable first;
  private final Thread thread;
  private volatile boolean usable;

  /**
   * Starts the watch.
   *
   * @param first what to do when the store can be used for the first time
   */
  public StoreWatch(Documents documents, Runnable first) {
    this.documents = documents;
    this.first = first;
    this.thread = Thread.ofVirtual().name("taskagent-store-watch").start(this::watch);
  }

  /** Returns true if this replica can use its store. */
  @Override
  public boolean getAsBoolean() {
    return usable;
  }

  private void watch() {
    boolean everUsable = false;
    long since = System.nanoTime();
    try {
      while (!Thread.currentThread().isInterrupted()) {
        if (reached()) {
          since = System.nanoTime();
          if (!everUsable) {
            first.run();
            everUsable = true;
          } else if (!usable) {
            LOG.log(INFO, "the state store can be used again; this replica takes part again");
          }
          usable = true;
        } else if (usable && System.nanoTime() - since > PATIENCE.toNanos()) {
          LOG.log(WARNING, "the state store cannot be used; other replicas host the actors now");
          usable = false;
        }
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean reached() {
    try {
      documents.probe();
      return true;
    } catch (Unavailable e) {
      return false;
    } catch (RuntimeException e) {
      LOG.log(WARNING, "cannot check the state store", e);
      return false;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
