package taskagent.embedded;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets the {@link DueLoop} sleep until something is due. It only makes the loop prompt: the
 * database knows what is due.
 */
final class DueSignal {

  /** The longest sleep, after which a changed clock or a missed signal is noticed. */
  private static final Duration LONGEST = Duration.ofMillis(500);

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition sooner = lock.newCondition();
  private Instant next = Instant.MAX;

  DueSignal(InstantSource clock) {
    this.clock = clock;
  }

  /** Wakes the loop no later than at this time. */
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

  /** Sleeps until the next expected time, and forgets that time. */
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
