package taskagent.http.api;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import taskagent.domain.bulk.Bulks;
import taskagent.domain.port.Conversations;
import taskagent.domain.port.DeadLetters;
import taskagent.domain.port.Readiness;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Workflows;
import taskagent.domain.view.Lists;
import taskagent.http.route.Routes;

/** All routes of the API. */
public final class ApiRoutes {

  private ApiRoutes() {}

  /**
   * Returns the routes to an engine.
   *
   * @param lists empty if the engine has none
   * @param metrics reads all metrics
   * @param closing whether the server is shutting down
   * @param accepting whether the port accepts connections
   */
  public static Routes of(
      Tasks tasks,
      Conversations conversations,
      Workflows workflows,
      Bulks bulks,
      Readiness readiness,
      DeadLetters deadLetters,
      Optional<Lists> lists,
      Supplier<MetricSnapshots> metrics,
      BooleanSupplier closing,
      BooleanSupplier accepting) {
    var runs = new RunChain(workflows);
    var explanations = new Explanations(tasks, runs);
    return new Routes(
        Stream.of(
                new TaskRoutes(tasks, workflows).routes(),
                new TimelineRoute(tasks, new UnknownTask(workflows)).routes(),
                new WorkflowRoutes(workflows, closing).routes(),
                new TaskWorkflowsRoute(tasks, runs, new UnknownTask(workflows)).routes(),
                new ExplainRoute(explanations).routes(),
                new ListRoutes(lists, bulks, explanations).routes(),
                new BulkRoutes(bulks, new BulkSources(tasks, lists), closing).routes(),
                new ChatRoutes(conversations).routes(),
                new DeadLetterRoutes(deadLetters).routes(),
                new HealthRoutes(readiness, closing, accepting).routes(),
                new MetricsRoute(metrics).routes(),
                OpenApiRoute.routes())
            .flatMap(List::stream)
            .toList());
  }
}
