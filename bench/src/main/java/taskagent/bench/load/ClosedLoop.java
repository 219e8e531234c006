package taskagent.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;
import taskagent.bench.server.Target;
import taskagent.bench.usage.ResourceUse;
import taskagent.bench.usage.UsageSnapshot;

/**
 * Measures a closed loop of clients. The times are valid for this concurrency only, because no
 * requests queue in front of the server. Most measurements use it.
 *
 * @param concurrency the number of clients
 * @param warmUp how long they run before the measurement, so that the server's code is compiled
 * @param measured how long the measurement takes
 */
public record ClosedLoop(int concurrency, Duration warmUp, Duration measured) {

  private static final long SLOWEST_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final int DIGITS = 3;

  /**
   * The result.
   *
   * @param times of the operations that ended during the measurement, in nanoseconds
   * @param accepted the times until the server accepted these operations
   * @param seconds how long the measurement took
   * @param used the resources that were used during the measurement
   * @param failures the number of failures of each kind, including the warm-up
   */
  public record Result(
      Histogram times,
      Histogram accepted,
      double seconds,
      ResourceUse used,
      Map<String, Long> failures) {

    public double perSecond() {
      return times.getTotalCount() / seconds;
    }

    /** Returns a percentile of the times, in milliseconds. */
    public double millis(double percentile) {
      return times.getValueAtPercentile(percentile) / 1e6;
    }

    /** Returns a percentile of the times until acceptance, in milliseconds. */
    public double acceptedMillis(double percentile) {
      return accepted.getValueAtPercentile(percentile) / 1e6;
    }

    public long failed() {
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

  /** Returns the same loop on a server whose code is compiled already. */
  public ClosedLoop withoutWarmUp() {
    return new ClosedLoop(concurrency, Duration.ZERO, measured);
  }

  /**
   * Runs the loop.
   *
   * @param operations returns the operation of each client, by its number
   */
  public Result on(Target target, IntFunction<Clients.Operation> operations)
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
    var before = UsageSnapshot.of(target);
    TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
    var used = UsageSnapshot.of(target).minus(before);
    var failures = clients.join(end);
    var all = new Counted();
    each.forEach(all::add);
    return new Result(all.times(), all.accepted(), measured.toNanos() / 1e9, used, failures);
  }
}
