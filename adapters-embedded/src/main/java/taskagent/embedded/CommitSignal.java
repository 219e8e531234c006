package taskagent.embedded;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets a reader of the {@link ChangeLog} sleep until something is committed. It only makes the
 * reader prompt: the database knows what was committed.
 */
final class CommitSignal {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition committed = lock.newCondition();
  private long commits;
  private long seen;

  /** Wakes the reader. */
  void committed() {
    lock.lock();
    try {
      commits++;
      committed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Sleeps until there is a commit that the last call did not see, or the time is over. */
  void await(Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (commits == seen && left > 0) {
        left = committed.awaitNanos(left);
      }
      seen = commits;
    } finally {
      lock.unlock();
    }
  }
}
