package taskagent.bench;

import java.io.IOException;
import java.util.Map;

/** What was used, and what the server counted, up to a moment. */
record Snapshot(long nanos, Usage usage, Metrics metrics) {

  static Snapshot of(Target target) throws IOException {
    var metrics = target.metered() ? Metrics.of(target.address()) : new Metrics(Map.of());
    return new Snapshot(System.nanoTime(), Usage.now(target.pid()), metrics);
  }

  Spent minus(Snapshot earlier) {
    double seconds = (nanos - earlier.nanos) / 1e9;
    var used = usage.minus(earlier.usage);
    double commits = metrics.since(earlier.metrics, Metrics.COMMITS);
    return new Spent(
        used.client() / seconds,
        used.server() / seconds,
        used.writer() / seconds,
        (used.busy() - used.client() - used.server()) / seconds,
        used.idle() / seconds,
        commits / seconds,
        commits == 0 ? 0 : metrics.since(earlier.metrics, Metrics.WRITES) / commits);
  }
}
