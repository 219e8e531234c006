package taskagent.chaos.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import taskagent.chaos.check.Call;

/**
 * How much was done in each slice of time.
 *
 * @param done how many calls were acknowledged in each slice, from the run's beginning
 */
record Throughput(List<Integer> done) {

  static final Duration SLICE = Duration.ofMillis(500);

  /** Less than so much of what was done before is more than chance. */
  private static final double DISTURBED = 0.5;

  /** So much of what was done before the fault says that it is over. */
  private static final double AS_BEFORE = 0.8;

  /** The first slices are of clients that just began. */
  private static final int WARMING = 2;

  /** The last slices are of clients that end. */
  private static final int ENDING = 2;

  /** Two slices are looked at together: one alone may be good by chance. */
  private static final int TOGETHER = 2;

  static Throughput of(List<Call> calls, Instant began) {
    var done = new ArrayList<Integer>();
    for (var call : calls) {
      int slice = (int) Duration.between(began, call.ended()).dividedBy(SLICE);
      while (done.size() <= slice) {
        done.add(0);
      }
      done.set(slice, done.get(slice) + (call.acknowledged() ? 1 : 0));
    }
    return new Throughput(Collections.unmodifiableList(done));
  }

  /**
   * How long after a fault as much was done as before: nothing if little less was done at any time,
   * negative if it was never as much again.
   */
  Duration recovered(Duration fault) {
    int at = (int) fault.dividedBy(SLICE);
    int end = done.size() - ENDING - TOGETHER;
    if (at <= WARMING || end < at) {
      return SLICE.negated();
    }
    double before = mean(WARMING, at);
    int worst = worst(at, end);
    if (mean(worst, worst + TOGETHER) >= DISTURBED * before) {
      return Duration.ZERO;
    }
    for (int i = worst; i <= end; i++) {
      if (mean(i, i + TOGETHER) >= AS_BEFORE * before) {
        return SLICE.multipliedBy(i).minus(fault);
      }
    }
    return SLICE.negated();
  }

  /** Where least was done. */
  private int worst(int from, int to) {
    int worst = from;
    for (int i = from; i <= to; i++) {
      worst = mean(i, i + TOGETHER) < mean(worst, worst + TOGETHER) ? i : worst;
    }
    return worst;
  }

  private double mean(int from, int to) {
    return done.subList(from, to).stream().mapToInt(Integer::intValue).average().orElse(0);
  }
}
