package taskagent.embedded;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Runs the engine's parts concurrently. {@link #OWN} gives each a thread. A simulation runs all of
 * them on one thread, so a seed decides the order.
 */
interface Threads {

  /** Gives each part a thread of its own. */
  Threads OWN = new OwnThreads();

  /** A part that works until it is closed. */
  interface Loop {

    /** Starts it on a thread of its own. */
    void start();

    /**
     * Does the work that is there now.
     *
     * @return true if there was any
     * @throws taskagent.domain.port.Unavailable if the work could not be done
     */
    boolean turn();
  }

  /** Runs a loop. */
  void run(Loop loop);

  /** Runs a call, which ends by itself. */
  void start(String name, Runnable call);

  /** Waits for an answer that another part completes. */
  <T> T join(CompletableFuture<T> answer);

  /**
   * Pauses.
   *
   * @return false if the caller must stop
   */
  boolean pause(Duration pause);
}
