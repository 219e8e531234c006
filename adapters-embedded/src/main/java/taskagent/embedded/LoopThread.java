package taskagent.embedded;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import taskagent.domain.port.Unavailable;

/**
 * A thread that does rounds of work until it is closed. Neither a database that cannot be used nor
 * a defect ends it: both are logged, and the next round comes after a pause.
 */
final class LoopThread {

  private static final System.Logger LOG = System.getLogger(LoopThread.class.getName());
  private static final Duration CLOSES_WITHIN = Duration.ofSeconds(5);

  /** A defect comes again at once, with a long trace in the log. */
  private static final int LONGER_AFTER_DEFECT = 10;

  private final String task;
  private final Level level;
  private final Duration pause;
  private final Round round;
  private final Runnable last;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);

  /** Some work, and the wait for more of it. */
  interface Round {

    /**
     * Works and waits.
     *
     * @throws Unavailable if the work could not be done
     * @throws InterruptedException if the thread was closed
     */
    void run() throws InterruptedException;
  }

  /**
   * Creates a thread.
   *
   * @param name of the thread
   * @param task what it does, for the log: "cannot " is put before it
   * @param level at which the log tells that the work could not be done
   * @param pause after that; ten times as long after a defect
   * @param last is done once, after the last round
   */
  LoopThread(String name, String task, Level level, Duration pause, Round round, Runnable last) {
    this.task = task;
    this.level = level;
    this.pause = pause;
    this.round = round;
    this.last = last;
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::loop);
  }

  /** Creates a thread that has nothing to do after the last round. */
  LoopThread(String name, String task, Level level, Duration pause, Round round) {
    this(name, task, level, pause, round, () -> {});
  }

  void start() {
    thread.start();
  }

  /** Ends after this round; a round may call it. */
  void end() {
    closing.countDown();
  }

  /** Interrupts the round, and ends. */
  void interrupt() {
    end();
    thread.interrupt();
  }

  /** Interrupts the round, and waits until the thread has ended, for at most five seconds. */
  void close() {
    interrupt();
    join();
  }

  /** Waits until the thread has ended, for at most five seconds. */
  void join() {
    try {
      thread.join(CLOSES_WITHIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    boolean closed = false;
    while (!closed) {
      try {
        closed = closing.await(tryRound().toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        closed = true;
      }
    }
    last.run();
  }

  /** Returns the pause before the next round. */
  private Duration tryRound() throws InterruptedException {
    try {
      round.run();
      return Duration.ZERO;
    } catch (Unavailable e) {
      if (closing.getCount() > 0) { // else the interrupt has ended a read
        LOG.log(level, "cannot {0}: {1}", task, e.reason());
      }
      return pause;
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "cannot " + task, e);
      return pause.multipliedBy(LONGER_AFTER_DEFECT);
    }
  }
}
