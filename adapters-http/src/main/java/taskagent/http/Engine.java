package taskagent.http;

import java.util.List;
import java.util.Optional;
import taskagent.domain.audit.AuditLog;
import taskagent.domain.bulk.Bulks;
import taskagent.domain.port.Conversations;
import taskagent.domain.port.DeadLetters;
import taskagent.domain.port.Metric;
import taskagent.domain.port.Readiness;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Workflows;
import taskagent.domain.view.Lists;

/**
 * The ports of an engine that the server exposes.
 *
 * @param audit where it is recorded what callers change
 * @param lists empty if the server has no folder for them
 * @param metrics the engine's metrics, for {@code /metrics}
 */
public record Engine(
    Tasks tasks,
    Conversations conversations,
    Workflows workflows,
    Bulks bulks,
    AuditLog audit,
    Readiness readiness,
    DeadLetters deadLetters,
    Optional<Lists> lists,
    List<Metric> metrics) {

  /** Copies the list, so that the value cannot change. */
  public Engine {
    metrics = List.copyOf(metrics);
  }
}
