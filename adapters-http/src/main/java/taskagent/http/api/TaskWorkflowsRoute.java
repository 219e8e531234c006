package taskagent.http.api;

import io.helidon.http.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import taskagent.domain.access.Operation;
import taskagent.domain.port.Tasks;
import taskagent.domain.processing.Workflow;
import taskagent.http.answer.Answer;
import taskagent.http.route.ApiRequest;
import taskagent.http.route.Route;

/** The workflows of a task: the first, and those that retried it (specification §5). */
final class TaskWorkflowsRoute {

  private static final int AT_MOST = 100;

  private final Tasks tasks;
  private final RunChain runs;
  private final UnknownTask unknown;
  private final LargeReads reads = new LargeReads(32, Duration.ofSeconds(5));

  TaskWorkflowsRoute(Tasks tasks, RunChain runs, UnknownTask unknown) {
    this.tasks = tasks;
    this.runs = runs;
    this.unknown = unknown;
  }

  List<Route> routes() {
    return List.of(Route.get("/tasks/{task_id}/workflows", Operation.READ_TASKS, this::list));
  }

  private Answer list(ApiRequest call) {
    var task = call.taskId();
    return reads.read(
        () -> {
          var found = new ArrayList<Workflow>();
          runs.each(task, AT_MOST, found::add);
          // A task may have been created without a workflow, by a call to its actor.
          return found.isEmpty() && tasks.find(task).isEmpty()
              ? unknown.answer(call, task)
              : Answer.json(
                  Status.OK_200,
                  json -> {
                    json.writeStringField("task_id", task.value());
                    json.writeArrayFieldStart("workflows");
                    for (var run : found) {
                      json.writeStartObject();
                      WorkflowJson.write(json, run);
                      json.writeEndObject();
                    }
                    json.writeEndArray();
                  });
        });
  }
}
