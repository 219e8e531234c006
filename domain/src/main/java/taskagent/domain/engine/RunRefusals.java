package taskagent.domain.engine;

import java.util.Optional;
import java.util.function.Supplier;
import taskagent.domain.port.Workflows.Cancelled;
import taskagent.domain.port.Workflows.Retried;
import taskagent.domain.port.Workflows.Started;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowResult;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.Outcome;

/** Why a run is not started, cancelled or tried again: the same on every engine (spec §5). */
public final class RunRefusals {

  private RunRefusals() {}

  /** The request's id is that of a run for another one. */
  public static Started.Conflict taken(TaskRequest request, WorkflowRun known) {
    return new Started.Conflict(
        known.request().taskId().equals(request.taskId())
            ? "task "
                + request.taskId()
                + " is known from another request; to try it again with corrections, use"
                + " POST /workflows/"
                + known.id()
                + "/retry"
            : "the workflow id "
                + known.id()
                + " is taken by a retry of task "
                + known.request().taskId()
                + "; choose another task_id");
  }

  /** There is nothing left to cancel. */
  public static Cancelled.Ended ended(WorkflowId id) {
    return new Cancelled.Ended("workflow " + id + " has ended");
  }

  /** It was tried again already, with other corrections. */
  public static Retried.Conflict retriedAs(WorkflowId id, WorkflowId next) {
    return new Retried.Conflict(id + " was tried again already, as " + next);
  }

  /**
   * What keeps a run from being tried again, if anything does.
   *
   * @param result what it came to, asked for only if it ended
   */
  public static Optional<Retried.Conflict> notToRetry(
      WorkflowId id, Workflow.Status status, Supplier<Optional<WorkflowResult>> result) {
    return switch (status) {
      case RUNNING -> because(id, "still runs; cancel it or wait for its end");
      case FAILED -> because(id, "has a defect and no outcome");
      case COMPLETED ->
          result.get().filter(end -> end.status() == Outcome.COMPLETED).isPresent()
              ? because(id, "is completed")
              : Optional.empty();
    };
  }

  private static Optional<Retried.Conflict> because(WorkflowId id, String reason) {
    return Optional.of(new Retried.Conflict("workflow " + id + " " + reason));
  }
}
