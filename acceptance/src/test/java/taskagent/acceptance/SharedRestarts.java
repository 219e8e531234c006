package taskagent.acceptance;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;

/**
 * Restarts the agent for all scenarios that ask for it at about the same time. Scenarios run side
 * by side and a restart takes long, so the first that asks waits until every running scenario asks,
 * too, or has ended. No restart interrupts a request.
 */
final class SharedRestarts {

  private static final Duration GATHER_AT_MOST = Duration.ofSeconds(20);

  private final ReadWriteLock agent = new ReentrantReadWriteLock(true);
  private int running;
  private boolean restarting;
  private Round round = new Round();

  /** The scenarios that share the next restart. */
  private static final class Round {
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private int asking;
    private boolean crash;
    private boolean deactivate;
    private Instant downUntil = Instant.MIN;
  }

  /** Returns the lock that a client holds during a request. */
  Lock request() {
    return agent.readLock();
  }

  /** Counts a scenario that begins. It waits for a restart, which must not come in between. */
  synchronized void begun() {
    try {
      while (restarting) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    running++;
  }

  /** Counts a scenario that has ended. */
  synchronized void ended() {
    running--;
    notifyAll();
  }

  /** Has the agent killed, and returns when it serves again. */
  void crash(World world, Instant downUntil) {
    ask(
        world,
        mine -> {
          mine.crash = true;
          mine.downUntil = mine.downUntil.isAfter(downUntil) ? mine.downUntil : downUntil;
        });
  }

  /** Has what the agent holds in memory removed, and returns when it serves again. */
  void deactivate(World world) {
    if (world.deactivatesByRestart()) {
      ask(world, mine -> mine.deactivate = true);
    } else {
      world.deactivate();
    }
  }

  private void ask(World world, Consumer<Round> wish) {
    Round mine;
    boolean first;
    synchronized (this) {
      mine = round;
      first = mine.asking++ == 0;
      wish.accept(mine);
      notifyAll();
    }
    if (first) {
      gather(mine);
      restart(world, mine);
    }
    mine.done.join();
  }

  private synchronized void gather(Round mine) {
    long end = System.nanoTime() + GATHER_AT_MOST.toNanos();
    try {
      for (long left = GATHER_AT_MOST.toMillis();
          mine.asking < running && left > 0;
          left = (end - System.nanoTime()) / 1_000_000) {
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    restarting = true;
    round = new Round();
  }

  private void restart(World world, Round mine) {
    agent.writeLock().lock();
    try {
      if (mine.crash) {
        world.crash(mine.downUntil);
      }
      if (mine.deactivate) {
        world.deactivate();
      }
      mine.done.complete(null);
    } catch (RuntimeException | Error e) {
      mine.done.completeExceptionally(e);
    } finally {
      agent.writeLock().unlock();
      restarted();
    }
  }

  private synchronized void restarted() {
    restarting = false;
    notifyAll();
  }
}
