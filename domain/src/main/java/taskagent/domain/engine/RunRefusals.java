package taskagent.domain.engine;

import java.util.Optional;
import java.util.function.Supplier;
import taskagent.domain.port.Workflows.Cancelled;
import taskagent.domain.port.Workflows.Retried;
import taskagent.domain.port.Workflows.RetriedNow;
import taskagent.domain.port.Workflows.Signalled;
import taskagent.domain.port.Workflows.Started;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowResult;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.StepOutput;

/** Why a run cannot be started, cancelled or retried, for every engine (specification §5). */
public final class RunRefusals {

  private RunRefusals() {}

  /** The workflow id of the request belongs to a run with another request. */
  public static Started.Conflict taken(TaskRequest request, WorkflowRun known) {
    return new Started.Conflict(
        known.request().taskId().equals(request.taskId())
            ? "task "
                + request.taskId()
                + " was requested before with other data; to retry it with corrections, use"
                + " POST /workflows/"
                + known.id()
                + "/retry"
            : "workflow id "
                + known.id()
                + " belongs to a retry of task "
                + known.request().taskId()
                + "; choose another task_id");
  }

  /** The run has ended, so it cannot be cancelled. */
  public static Cancelled.Ended ended(RunId id) {
    return new Cancelled.Ended("workflow " + id + " has ended");
  }

  /** The run does something else than to wait for an attempt. */
  static RetriedNow.Refused awaitsNoAttempt(RunId id, String does) {
    return new RetriedNow.Refused("workflow " + id + " does not wait for an attempt; it " + does);
  }

  /** The run has ended, so it hears nothing more. */
  static Signalled.Refused deaf(RunId id) {
    return new Signalled.Refused(ended(id).reason());
  }

  /** No step of the run waits for such a signal. */
  static Signalled.Refused unheard(Run run, String signal) {
    return new Signalled.Refused(
        "workflow %s is of the kind %s, which hears no signal %s"
            .formatted(run.id(), run.kind(), signal));
  }

  /** The signal brings too much. */
  static Signalled.Refused tooLong() {
    return new Signalled.Refused(
        "the payload has more than " + StepOutput.BYTES_AT_MOST + " bytes");
  }

  /** The run processes no task, so it cannot have another one for it. */
  static Retried.Conflict ofAnotherKind(Run run) {
    return new Retried.Conflict(
        "workflow " + run.id() + " is of the kind " + run.kind() + ", which is not retried");
  }

  /** The run was already retried with other corrections. */
  public static Retried.Conflict retriedAs(RunId id, RunId next) {
    return new Retried.Conflict("workflow " + id + " was already retried as " + next);
  }

  /**
   * Returns the reason why a run cannot be retried; empty if it can.
   *
   * @param result the result of the run, only called if the run has ended
   */
  public static Optional<Retried.Conflict> notToRetry(
      RunId id, Workflow.Status status, Supplier<Optional<WorkflowResult>> result) {
    return switch (status) {
      case RUNNING -> because(id, "is still running; cancel it, or wait until it ends");
      case FAILED -> because(id, "stopped because of a defect");
      case COMPLETED ->
          result.get().filter(end -> end.status() == Outcome.COMPLETED).isPresent()
              ? because(id, "is completed")
              : Optional.empty();
    };
  }

  private static Optional<Retried.Conflict> because(RunId id, String reason) {
    return Optional.of(new Retried.Conflict("workflow " + id + " " + reason));
  }
}
