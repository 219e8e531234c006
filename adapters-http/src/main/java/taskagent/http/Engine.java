package taskagent.http;

import java.util.Map;
import java.util.function.LongSupplier;
import taskagent.domain.port.Conversations;
import taskagent.domain.port.Readiness;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Workflows;

/**
 * What is served: the ports of an engine.
 *
 * @param figures what the engine has to say to {@code /metrics}, by name; a name that ends in
 *     {@code _total} is a counter, any other a gauge
 */
public record Engine(
    Tasks tasks,
    Conversations conversations,
    Workflows workflows,
    Readiness readiness,
    Map<String, LongSupplier> figures) {

  /** Copies the map, so that the value cannot change. */
  public Engine {
    figures = Map.copyOf(figures);
  }
}
