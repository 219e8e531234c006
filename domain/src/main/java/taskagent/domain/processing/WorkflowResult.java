package taskagent.domain.processing;

import java.util.Optional;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.SagaState.Cause;
import taskagent.domain.saga.StepState;
import taskagent.domain.saga.StepState.Status;
import taskagent.domain.task.TaskId;

/**
 * The result of a run, with a message for clients (specification §5).
 *
 * @param notified false if the run completed, but nobody was notified
 */
public record WorkflowResult(TaskId taskId, Outcome status, String message, boolean notified) {

  /** Returns the result of a run; empty before its end. */
  public static Optional<WorkflowResult> of(WorkflowRun run, SagaState state) {
    return state
        .outcome()
        .map(
            outcome ->
                new WorkflowResult(
                    run.request().taskId(),
                    outcome,
                    message(run, state, outcome),
                    outcome != Outcome.COMPLETED || notNotified(state).isEmpty()));
  }

  private static String message(WorkflowRun run, SagaState state, Outcome outcome) {
    var reason = state.cause().map(Cause::reason).orElse("");
    return switch (outcome) {
      case COMPLETED ->
          notNotified(state)
              .map(why -> "Task processed, but nobody was notified: " + why)
              .orElse("Task assigned to " + run.request().assignee() + " with deadline reminder");
      case REJECTED -> "Validation failed: " + reason;
      case FAILED -> "Processing failed, " + compensation(state) + ": " + reason;
      case CANCELLED -> "Cancelled, " + compensation(state);
      case COMPENSATION_FAILED -> "Compensation failed, an operator can retry it: " + reason;
    };
  }

  /** Returns why a completed run notified nobody; empty if it did. */
  private static Optional<String> notNotified(SagaState state) {
    return state.steps().stream()
        .filter(step -> step.name().equals("notify"))
        .flatMap(
            step -> (step.status() == Status.FAILED ? step.lastError() : step.skipped()).stream())
        .findFirst();
  }

  private static String compensation(SagaState state) {
    var statuses = state.steps().stream().map(StepState::status).toList();
    return statuses.contains(Status.UNDO_SKIPPED) && !statuses.contains(Status.UNDONE)
        ? "nothing was left to compensate"
        : "compensation applied";
  }
}
