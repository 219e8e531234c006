package taskagent.chaos.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.ToLongFunction;

/** Sums up all runs of one fault on one tier. */
record FaultSummary(String tier, int fault, String name, List<RunResult> results) {

  static List<FaultSummary> of(List<RunResult> results) {
    var rows = new LinkedHashMap<String, FaultSummary>();
    for (var result : results) {
      rows.computeIfAbsent(
              result.tier() + "/" + result.fault() + "/" + result.name(),
              _ ->
                  new FaultSummary(result.tier(), result.fault(), result.name(), new ArrayList<>()))
          .results()
          .add(result);
    }
    return List.copyOf(rows.values());
  }

  long sum(ToLongFunction<RunResult> of) {
    return results.stream().mapToLong(of).sum();
  }

  long violations() {
    return sum(result -> result.violations().size());
  }

  /** Returns this percentile of the recovery times, in seconds; a dash if it did not recover. */
  String recovered(int percent) {
    var times =
        results.stream()
            .mapToLong(RunResult::recoveredMillis)
            .map(millis -> millis < 0 ? Long.MAX_VALUE : millis)
            .sorted()
            .toArray();
    long at = times[(int) Math.ceil(times.length * percent / 100.0) - 1];
    return at == Long.MAX_VALUE ? "–" : "%.1f".formatted(at / 1_000.0);
  }
}
