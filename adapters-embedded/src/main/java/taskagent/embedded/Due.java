package taskagent.embedded;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets the one loop that takes what is due sleep until something is. Nothing depends on it but
 * promptness: what is due stands in the database.
 */
final class Due {

  /** The longest sleep: a clock that is set, or a time missed, is noticed after this. */
  private static final Duration LONGEST = Duration.ofMillis(500);

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition sooner = lock.newCondition();
  private Instant next = Instant.MAX;

  Due(InstantSource clock) {
    this.clock = clock;
  }

  /** Something will be due at this time. */
  void expect(Instant time) {
    lock.lock();
    try {
      if (time.isBefore(next)) {
        next = time;
        sooner.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Sleeps until what is expected next is due, and forgets it. */
  void await() throws InterruptedException {
    lock.lock();
    try {
      long left = LONGEST.toNanos();
      while (left > 0 && next.isAfter(clock.instant())) {
        var toNext = Duration.between(clock.instant(), next);
        boolean soon = toNext.compareTo(LONGEST) < 0;
        long most = soon ? Math.min(left, Math.max(1, toNext.toNanos())) : left;
        left -= most - Math.max(0, sooner.awaitNanos(most));
      }
      next = Instant.MAX;
    } finally {
      lock.unlock();
    }
  }
}
