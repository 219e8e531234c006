package taskagent.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;

/**
 * A closed loop of clients, measured for a while. Its times are those at this concurrency: nobody
 * queues before the server. Most of what is measured is measured by this.
 *
 * @param concurrency how many clients
 * @param warmUp how long they run before it counts, so that the server's code is compiled
 * @param measured how long it counts
 */
record Load(int concurrency, Duration warmUp, Duration measured) {

  private static final long SLOWEST_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final int DIGITS = 3;

  /**
   * What came of it.
   *
   * @param times of what ended while it was measured, in nanoseconds
   * @param accepted of the same, until the server had accepted it
   * @param seconds how long it was measured
   * @param used while it was measured
   * @param failures how often each kind happened, also while warming up
   */
  record Outcome(
      Histogram times, Histogram accepted, double seconds, Spent used, Map<String, Long> failures) {

    double perSecond() {
      return times.getTotalCount() / seconds;
    }

    /** The time within which this share of the operations ended, in milliseconds. */
    double millis(double percentile) {
      return times.getValueAtPercentile(percentile) / 1e6;
    }

    /** The time within which this share of the operations was accepted, in milliseconds. */
    double acceptedMillis(double percentile) {
      return accepted.getValueAtPercentile(percentile) / 1e6;
    }

    long failed() {
      return failures.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  private record Counted(Histogram times, Histogram accepted) {

    Counted() {
      this(new Histogram(SLOWEST_NANOS, DIGITS), new Histogram(SLOWEST_NANOS, DIGITS));
    }

    void add(long startedAt, long acceptedAt, long endedAt) {
      times.recordValue(Math.min(endedAt - startedAt, SLOWEST_NANOS));
      accepted.recordValue(Math.min(acceptedAt - startedAt, SLOWEST_NANOS));
    }

    void add(Counted other) {
      times.add(other.times);
      accepted.add(other.accepted);
    }
  }

  /**
   * Runs it.
   *
   * @param operations what each client does, by its number
   */
  Outcome on(Target target, IntFunction<Clients.Operation> operations)
      throws IOException, InterruptedException {
    long begin = System.nanoTime() + warmUp.toNanos();
    long end = begin + measured.toNanos();
    var clients = new Clients(target.address(), () -> System.nanoTime() - end < 0);
    var each = new ArrayList<Counted>();
    for (int i = 0; i < concurrency; i++) {
      var counted = new Counted();
      each.add(counted);
      clients.start(
          operations.apply(i),
          (started, accepted, ended) -> {
            if (ended - begin >= 0 && ended - end < 0) {
              counted.add(started, accepted, ended);
            }
          });
    }
    TimeUnit.NANOSECONDS.sleep(begin - System.nanoTime());
    var before = Snapshot.of(target);
    TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
    var used = Snapshot.of(target).minus(before);
    var failures = clients.join(end);
    var all = new Counted();
    each.forEach(all::add);
    return new Outcome(all.times(), all.accepted(), measured.toNanos() / 1e9, used, failures);
  }
}
