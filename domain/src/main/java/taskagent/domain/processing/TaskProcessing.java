package taskagent.domain.processing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import taskagent.domain.run.KindId;
import taskagent.domain.saga.Attempt;
import taskagent.domain.saga.Saga;
import taskagent.domain.saga.Step;
import taskagent.domain.saga.StepCall;
import taskagent.domain.saga.StepCall.Mode;
import taskagent.domain.saga.Target;
import taskagent.domain.saga.Verdict;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskSnapshot;

/** The task saga (specification §4): its steps, their compensations, and what each of them does. */
public final class TaskProcessing {

  /** The kind of new runs. Another order or grouping of the steps is another version. */
  public static final KindId ID = new KindId("task-processing", 2);

  /** The kind of the runs of older builds, which do not journal what {@code validate} decided. */
  public static final KindId FIRST = new KindId("task-processing", 1);

  /** The task that a run is about. */
  public static final Target<WorkflowRun, TaskCommand> TASK = Target.aggregate("task");

  /** The assignee, who is notified. */
  public static final Target<WorkflowRun, Notification> ASSIGNEE = Target.outside("assignee");

  /** The saga of new runs with the default policies. */
  public static final Saga<WorkflowRun> SAGA = saga(ID, NotifyPolicy.DEFAULT);

  private static final Saga<WorkflowRun> FIRST_SAGA = saga(FIRST, NotifyPolicy.DEFAULT);

  /** The minimum length of a title, in characters. */
  public static final int TITLE_AT_LEAST = 5;

  /** The minimum length of a description, in characters. */
  public static final int DESCRIPTION_AT_LEAST = 10;

  private TaskProcessing() {}

  private static Saga<WorkflowRun> saga(KindId kind, NotifyPolicy policy) {
    return Saga.of(
        ID.name(),
        kind.equals(FIRST)
            ? Step.decideAgain("validate", TaskProcessing::validate)
            : Step.decide("validate", TaskProcessing::validate),
        TASK.step("create", TaskProcessing::create),
        TASK.step("assign", TaskProcessing::assign)
            .undoneBy("unassign", TASK.send(TaskProcessing::unassign)),
        TASK.step("set_deadline", TaskProcessing::setDeadline)
            .undoneBy("cancel_deadline", TASK.send(TaskProcessing::clearDeadline)),
        ASSIGNEE
            .step("notify", TaskProcessing::notification)
            .retry(policy.retry())
            .optional(policy.onFailure() == NotifyPolicy.OnFailure.KEEP));
  }

  /** Returns the saga of a run, which has the version and the policy of the run. */
  public static Saga<WorkflowRun> saga(WorkflowRun run) {
    if (!run.notifyPolicy().equals(NotifyPolicy.DEFAULT)) {
      return saga(run.kind(), run.notifyPolicy());
    }
    return run.kind().equals(FIRST) ? FIRST_SAGA : SAGA;
  }

  // ---------------------------------------------------------------- the steps, in their order

  private static Verdict validate(WorkflowRun run) {
    var issues = issues(run.request());
    return issues.isEmpty() ? new Verdict.Done() : new Verdict.Rejected(issues);
  }

  private static TaskCommand create(Attempt<WorkflowRun> attempt) {
    var request = attempt.input().request();
    return by(
        attempt,
        new TaskCommand.Create(
            id(attempt), request.title(), request.description(), request.requestedBy()));
  }

  private static TaskCommand assign(Attempt<WorkflowRun> attempt) {
    return by(attempt, new TaskCommand.Assign(id(attempt), attempt.input().request().assignee()));
  }

  private static TaskCommand unassign(Attempt<WorkflowRun> attempt) {
    return new TaskCommand.Unassign(id(attempt), compensated(attempt));
  }

  private static TaskCommand setDeadline(Attempt<WorkflowRun> attempt) {
    return by(attempt, new TaskCommand.SetDeadline(id(attempt), attempt.input().deadline()));
  }

  private static TaskCommand clearDeadline(Attempt<WorkflowRun> attempt) {
    return new TaskCommand.ClearDeadline(id(attempt), compensated(attempt));
  }

  private static Notification notification(Attempt<WorkflowRun> attempt) {
    var run = attempt.input();
    return new Notification(
        attempt.key(),
        run.request().taskId(),
        run.request().assignee(),
        run.request().title(),
        run.deadline(),
        attempt.number(),
        attempt.repeated());
  }

  // ---------------------------------------------------------------- what they use

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

  /** Names who asked for the run. Compensations have no actor: nobody asked for them. */
  private static TaskCommand by(Attempt<WorkflowRun> attempt, TaskCommand command) {
    return attempt
        .input()
        .request()
        .actor()
        .<TaskCommand>map(actor -> new TaskCommand.By(actor, false, command))
        .orElse(command);
  }

  private static CommandId id(Attempt<WorkflowRun> attempt) {
    return new CommandId(attempt.key());
  }

  private static Optional<CommandId> compensated(Attempt<WorkflowRun> attempt) {
    return Optional.of(new CommandId(attempt.keyOfStep()));
  }

  /**
   * Returns the command of the step that creates the task. If a compensation finds no task, the
   * task is created first, so that it can refuse the command that is compensated when that command
   * arrives late.
   */
  public static TaskCommand creation(WorkflowRun run) {
    return create(
        new Attempt<>(run, new StepCall(run.id().value(), "create", Mode.DO, 1), List.of(), false));
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
}
