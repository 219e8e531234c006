package taskagent.bench.usage;

import java.io.IOException;
import java.util.Map;
import taskagent.bench.server.Target;

/** The resources used and the server's metrics, up to a moment. */
public record UsageSnapshot(long nanos, ProcUsage usage, ServerMetrics metrics) {

  public static UsageSnapshot of(Target target) throws IOException {
    var metrics =
        target.metered() ? ServerMetrics.of(target.address()) : new ServerMetrics(Map.of());
    return new UsageSnapshot(System.nanoTime(), ProcUsage.now(target.pid()), metrics);
  }

  public ResourceUse minus(UsageSnapshot earlier) {
    double seconds = (nanos - earlier.nanos) / 1e9;
    var used = usage.minus(earlier.usage);
    double commits = metrics.since(earlier.metrics, ServerMetrics.COMMITS);
    return new ResourceUse(
        used.client() / seconds,
        used.server() / seconds,
        used.writer() / seconds,
        (used.busy() - used.client() - used.server()) / seconds,
        used.idle() / seconds,
        commits / seconds,
        commits == 0 ? 0 : metrics.since(earlier.metrics, ServerMetrics.WRITES) / commits);
  }
}
