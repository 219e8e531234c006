package taskagent.domain.processing;

import static taskagent.domain.saga.Saga.Place.AGGREGATE;
import static taskagent.domain.saga.Saga.Place.OUTSIDE;
import static taskagent.domain.saga.Saga.step;
import static taskagent.domain.saga.StepCall.Mode.DO;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.Saga;
import taskagent.domain.saga.SagaDefect;
import taskagent.domain.saga.SagaLoop;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.SagaState.Cause;
import taskagent.domain.saga.StepCall;
import taskagent.domain.saga.StepCall.Mode;
import taskagent.domain.saga.StepResult;
import taskagent.domain.saga.StepState;
import taskagent.domain.saga.StepState.Status;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskSnapshot;

/** The task saga (specification §4), and what each of its steps does. */
public final class TaskProcessing {

  /** The saga with the default policies. */
  public static final Saga SAGA = saga(NotifyPolicy.DEFAULT);

  /** The minimum length of a title, in characters. */
  public static final int TITLE_AT_LEAST = 5;

  /** The minimum length of a description, in characters. */
  public static final int DESCRIPTION_AT_LEAST = 10;

  private TaskProcessing() {}

  /** Returns the steps in their order, and their compensations. */
  private static Saga saga(NotifyPolicy notify) {
    return Saga.of(
        "task-processing",
        step("validate"),
        step("create").on(AGGREGATE),
        step("assign").on(AGGREGATE).undoneBy("unassign"),
        step("set_deadline").on(AGGREGATE).undoneBy("cancel_deadline"),
        step("notify")
            .on(OUTSIDE)
            .retry(notify.retry())
            .optional(notify.onFailure() == NotifyPolicy.OnFailure.KEEP));
  }

  /** Returns the loop that drives one run. */
  public static SagaLoop loop(WorkflowRun run) {
    return new SagaLoop(saga(run.notifyPolicy()), call -> validate(call, run.request()));
  }

  private static StepResult validate(StepCall call, TaskRequest request) {
    var issues = issues(request);
    return issues.isEmpty()
        ? new StepResult.Done(call.step())
        : new StepResult.Rejected(call.step(), issues);
  }

  /** Returns everything that is wrong with a request; nothing if it is valid. */
  public static List<String> issues(TaskRequest request) {
    var issues = new ArrayList<String>();
    if (length(request.title()) < TITLE_AT_LEAST) {
      issues.add("Title must be at least " + TITLE_AT_LEAST + " characters");
    }
    if (length(request.description()) < DESCRIPTION_AT_LEAST) {
      issues.add("Description must be at least " + DESCRIPTION_AT_LEAST + " characters");
    }
    return issues;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Returns how many attempts a step of a run has, or its compensation. */
  public static int attempts(WorkflowRun run, String step, Mode mode) {
    return saga(run.notifyPolicy()).steps().stream()
        .filter(found -> found.name().equals(step))
        .map(found -> mode == DO ? found.retry() : found.undo())
        .findFirst()
        .orElseThrow(() -> new SagaDefect(run.id() + " has no step " + step))
        .attempts();
  }

  /** Returns the command of a step on the task, or of its compensation. */
  public static TaskCommand command(StepCall call, WorkflowRun run) {
    var id = new CommandId(call.key());
    var compensated = Optional.of(new CommandId(call.keyOfStep()));
    var request = run.request();
    return switch (call.mode()) {
      case DO ->
          switch (call.step()) {
            case "create" -> new TaskCommand.Create(id, request.title(), request.description());
            case "assign" -> new TaskCommand.Assign(id, request.assignee());
            case "set_deadline" -> new TaskCommand.SetDeadline(id, run.deadline());
            default -> throw unknown(call);
          };
      case UNDO ->
          switch (call.step()) {
            case "assign" -> new TaskCommand.Unassign(id, compensated);
            case "set_deadline" -> new TaskCommand.ClearDeadline(id, compensated);
            default -> throw unknown(call);
          };
    };
  }

  /** Returns the command of the step that creates the task. */
  public static TaskCommand creation(WorkflowRun run) {
    return command(new StepCall(run.id().value(), "create", DO, AGGREGATE, 1), run);
  }

  /** Converts the answer of the task to the result of the step. */
  public static StepResult result(StepCall call, TaskAnswer answer) {
    return switch (answer) {
      case TaskAnswer.Accepted _ -> new StepResult.Done(call.step());
      case TaskAnswer.Skipped(_, var reason) -> new StepResult.Skipped(call.step(), reason);
      case TaskAnswer.Refused(var refusal) -> new StepResult.Refused(call.step(), refusal.reason());
    };
  }

  /**
   * Returns why the assignee of this run must not be notified any more; empty if the assignee must
   * be. Every engine asks this before each attempt (specification §4).
   *
   * @param task the task at this moment; empty if it does not exist
   */
  public static Optional<String> reasonNotToNotify(Optional<TaskSnapshot> task, WorkflowRun run) {
    if (task.isEmpty()) {
      return Optional.of("the task does not exist any more");
    }
    var status = task.get().status();
    if (status.terminal()) {
      return Optional.of("the task is " + status.wireName());
    }
    return task.get().assignee().equals(Optional.of(run.request().assignee()))
        ? Optional.empty()
        : Optional.of(
            "the task has " + (task.get().assignee().isPresent() ? "another" : "no") + " assignee");
  }

  /**
   * Returns the notification of the notify step.
   *
   * @param interrupted true if an earlier process may have made this call already
   */
  public static Notification notification(StepCall call, WorkflowRun run, boolean interrupted) {
    var request = run.request();
    return new Notification(
        call.key(),
        request.taskId(),
        request.assignee(),
        request.title(),
        run.deadline(),
        call.attempt(),
        call.unanswered() || interrupted);
  }

  /** Returns the result of a run; empty before its end. */
  public static Optional<WorkflowResult> result(WorkflowRun run, SagaState state) {
    var reason = state.cause().map(Cause::reason).orElse("");
    return state
        .outcome()
        .map(
            outcome ->
                new WorkflowResult(
                    run.request().taskId(),
                    outcome,
                    switch (outcome) {
                      case COMPLETED ->
                          notNotified(state)
                              .map(why -> "Task processed, but nobody was notified: " + why)
                              .orElse(
                                  "Task assigned to "
                                      + run.request().assignee()
                                      + " with deadline reminder");
                      case REJECTED -> "Validation failed: " + reason;
                      case FAILED -> "Processing failed, " + compensation(state) + ": " + reason;
                      case CANCELLED -> "Cancelled, " + compensation(state);
                      case COMPENSATION_FAILED ->
                          "Compensation failed, an operator can retry it: " + reason;
                    },
                    outcome != Outcome.COMPLETED || notNotified(state).isEmpty()));
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

  private static SagaDefect unknown(StepCall call) {
    return new SagaDefect("the task saga has no " + call.key());
  }
}
