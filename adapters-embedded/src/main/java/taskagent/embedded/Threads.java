package taskagent.embedded;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * What lets the engine's parts run beside each other. {@link #OWN} gives each a thread; a
 * simulation has them take turns on a single one, so that a seed decides how they meet.
 */
interface Threads {

  /** Each has a thread of its own. */
  Threads OWN = new OwnThreads();

  /** A part that has something to do again and again until it is closed. */
  interface Loop {

    /** Begins on a thread of its own. */
    void start();

    /**
     * Does what there is to do now.
     *
     * @return whether there was anything
     * @throws taskagent.domain.port.Unavailable if it could not be done
     */
    boolean turn();
  }

  /** Has a loop run. */
  void run(Loop loop);

  /** Has something run that ends by itself. */
  void start(String name, Runnable call);

  /** Waits for an answer that somebody else will complete. */
  <T> T join(CompletableFuture<T> answer);

  /**
   * Pauses.
   *
   * @return whether to go on afterwards
   */
  boolean pause(Duration pause);
}
