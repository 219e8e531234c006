package taskagent.http.api;

import java.util.Optional;
import taskagent.domain.port.Removed;
import taskagent.domain.port.Workflows;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.task.TaskId;
import taskagent.http.answer.Answer;
import taskagent.http.answer.Problem;
import taskagent.http.route.ApiRequest;

/**
 * The answer to a request for a task that does not exist. It names the workflow that handles, or
 * handled, the request for that task.
 */
final class UnknownTask {

  private final Workflows workflows;

  UnknownTask(Workflows workflows) {
    this.workflows = workflows;
  }

  Answer answer(ApiRequest call, TaskId id) {
    return requested(id)
        .map(
            workflow ->
                Problem.unknownTask(
                    "There is no such task"
                        + (workflow.status() == Workflow.Status.RUNNING ? " yet" : "")
                        + ". See GET /workflows/"
                        + workflow.run().id()
                        + " for what became of its request."))
        .orElseGet(Problem::unknownTask)
        .answer(call.path());
  }

  private Optional<Workflow> requested(TaskId id) {
    try {
      return workflows
          .find(WorkflowId.of(id))
          // A workflow id may belong to a retry for another task.
          .filter(workflow -> workflow.run().request().taskId().equals(id));
    } catch (Removed e) {
      return Optional.empty();
    }
  }
}
