package taskagent.bench.load;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;

/** Runs an operation at fixed times. If one takes too long, the next ones follow at once. */
public final class FixedRate {

  /** An operation that has a number, from 0. */
  @FunctionalInterface
  public interface Numbered {
    void run(long number) throws IOException;
  }

  private FixedRate() {}

  /**
   * Runs an operation again and again.
   *
   * @param goOn is asked with the number of the next one
   * @return how often it ran
   */
  public static long run(double perSecond, LongPredicate goOn, Numbered operation)
      throws IOException {
    double every = TimeUnit.SECONDS.toNanos(1) / perSecond;
    long begun = System.nanoTime();
    long number = 0;
    while (goOn.test(number)) {
      long wait = begun + (long) (number * every) - System.nanoTime();
      if (wait > 0) {
        LockSupport.parkNanos(wait);
      } else {
        operation.run(number++);
      }
    }
    return number;
  }
}
