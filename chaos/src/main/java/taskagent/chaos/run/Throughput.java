package taskagent.chaos.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import taskagent.chaos.check.ClientCall;

/**
 * The throughput of a run, in slices of time.
 *
 * @param done how many calls were acknowledged in each slice, from the beginning of the run
 */
record Throughput(List<Integer> done) {

  static final Duration SLICE = Duration.ofMillis(500);

  /** A smaller share of the throughput before the fault counts as a disturbance. */
  private static final double DISTURBED = 0.5;

  /** This share of the throughput before the fault counts as recovered. */
  private static final double AS_BEFORE = 0.8;

  /** In the first slices clients are starting. */
  private static final int WARMING = 2;

  /** In the last slices clients are stopping. */
  private static final int ENDING = 2;

  /** Two slices are averaged, because a single one may be good by chance. */
  private static final int TOGETHER = 2;

  static Throughput of(List<ClientCall> calls, Instant began) {
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
   * Returns the time from a fault until throughput was as before: zero if it hardly fell, negative
   * if it never recovered.
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

  /** Returns the slice with the lowest throughput. */
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
