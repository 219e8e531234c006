package taskagent.http.api;

import io.helidon.http.Status;
import java.util.List;
import taskagent.domain.access.Operation;
import taskagent.http.answer.Answer;
import taskagent.http.answer.Problem;
import taskagent.http.route.ApiRequest;
import taskagent.http.route.Route;

/** Why a task is where it is (specification §14). */
final class ExplainRoute {

  private final Explanations explanations;

  ExplainRoute(Explanations explanations) {
    this.explanations = explanations;
  }

  List<Route> routes() {
    return List.of(Route.get("/explain/{task_id}", Operation.READ_TASKS, this::explain));
  }

  private Answer explain(ApiRequest call) {
    var id = call.taskId();
    return explanations
        .of(id)
        .map(
            explanation ->
                Answer.json(Status.OK_200, json -> Explanations.write(json, id, explanation)))
        .orElseGet(() -> Problem.unknownTask().answer(call.path()));
  }
}
