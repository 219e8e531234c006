package taskagent.embedded;

import java.util.function.LongSupplier;

/**
 * A value that may take long to read. It is read again only after a while that is {@value #TIMES}
 * times as long as the reading took, so that frequent questions cost at most 5 % of a core.
 */
final class CostlyValue implements LongSupplier {

  private static final int TIMES = 19;

  private final LongSupplier reading;
  private long value;
  private long readAgainAt = System.nanoTime();

  CostlyValue(LongSupplier reading) {
    this.reading = reading;
  }

  @Override
  public synchronized long getAsLong() {
    long before = System.nanoTime();
    if (before - readAgainAt >= 0) {
      value = reading.getAsLong();
      long after = System.nanoTime();
      readAgainAt = after + TIMES * (after - before);
    }
    return value;
  }
}
