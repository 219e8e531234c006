package taskagent.http;

import java.util.List;
import taskagent.domain.port.Conversations;
import taskagent.domain.port.Metric;
import taskagent.domain.port.Readiness;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Workflows;

/**
 * The ports of an engine that the server exposes.
 *
 * @param metrics the engine's metrics, for {@code /metrics}
 */
public record Engine(
    Tasks tasks,
    Conversations conversations,
    Workflows workflows,
    Readiness readiness,
    List<Metric> metrics) {

  /** Copies the list, so that the value cannot change. */
  public Engine {
    metrics = List.copyOf(metrics);
  }
}
