package taskagent.domain.explain;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import taskagent.domain.explain.Explanation.Kind;
import taskagent.domain.explain.Explanation.WaitsFor;
import taskagent.domain.processing.TaskProcessing;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.SagaState.Cause;
import taskagent.domain.saga.SagaState.Phase;
import taskagent.domain.saga.StepCall.Mode;
import taskagent.domain.saga.StepResult;
import taskagent.domain.saga.StepState;
import taskagent.domain.saga.StepState.Status;
import taskagent.domain.saga.Verdict;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;

/** Explains a task by its run, as long as the run is why the task is where it is. */
final class RunExplained {

  private final Optional<TaskSnapshot> task;
  private final Workflow run;
  private final String assignee;

  private RunExplained(Optional<TaskSnapshot> task, Workflow run) {
    this.task = task;
    this.run = run;
    this.assignee = Name.of(run.run().request().assignee());
  }

  /** Returns empty if the task alone explains it. */
  static Optional<Explanation> of(Optional<TaskSnapshot> task, Optional<Workflow> run) {
    boolean closed = task.filter(found -> found.status().terminal()).isPresent();
    return run.filter(_ -> !closed).flatMap(found -> new RunExplained(task, found).explain());
  }

  private Optional<Explanation> explain() {
    return switch (run.status()) {
      case FAILED ->
          Optional.of(
              say("A defect stopped the workflow. The log says more.", Kind.STOPPED)
                  .waitingFor(WaitsFor.OPERATOR));
      case RUNNING ->
          Optional.of(run.state().phase() == Phase.COMPENSATING ? compensating() : forward());
      case COMPLETED -> run.state().outcome().flatMap(this::ended);
    };
  }

  // ---------------------------------------------------------------- running

  private Explanation forward() {
    var step = RunStep.current(run.state()).orElseThrow();
    var doing = StepNames.doing(step.name(), assignee);
    return switch (step.status()) {
      case WAITING ->
          say(
                  "%s failed. Attempt %d of %d is next."
                      .formatted(doing, step.attempts() + 1, attempts(step, Mode.DO)),
                  Kind.STEP_WAITS)
              .at(step, step.attempts() + 1, attempts(step, Mode.DO));
      case PUT_OFF ->
          say(doing + " must wait. This uses up no attempt.", Kind.STEP_PUT_OFF)
              .at(step, step.attempts() + 1, attempts(step, Mode.DO));
      default ->
          say(
                  run.state().cancelRequested()
                      ? "The workflow is cancelled when this step has ended."
                      : doing + ".",
                  Kind.STEP_RUNS)
              .at(step, Math.max(1, step.attempts()), attempts(step, Mode.DO));
    };
  }

  private Explanation compensating() {
    var step = RunStep.compensated(run.state()).orElseThrow();
    int attempt = step.undoAttempts() + (step.status() == Status.UNDOING ? 0 : 1);
    return say(why() + " Its steps are being compensated.", Kind.COMPENSATING)
        .at(step, Math.max(1, attempt), attempts(step, Mode.UNDO));
  }

  /** Says why the saga gave up, as a sentence. */
  private String why() {
    var cause = run.state().cause().orElseThrow();
    return cause.outcome() == Outcome.CANCELLED
        ? "The workflow was cancelled."
        : failed(cause) + ".";
  }

  private String failed(Cause cause) {
    return failedStep(cause)
        .map(
            step -> {
              var doing = StepNames.doing(step.name(), assignee);
              return step.status() == Status.REFUSED
                  ? doing + " was refused"
                  : doing + " failed" + times(step.attempts());
            })
        .orElse("A step failed");
  }

  private static String times(int attempts) {
    return attempts == 1 ? "" : " " + attempts + " times";
  }

  private Optional<StepState> failedStep(Cause cause) {
    return RunStep.failed(run.state(), cause);
  }

  // ---------------------------------------------------------------- ended

  private Optional<Explanation> ended(Outcome outcome) {
    return switch (outcome) {
      case COMPLETED -> Optional.empty();
      case COMPENSATION_FAILED -> Optional.of(compensationFailed());
      case REJECTED -> Optional.of(rejected()).filter(_ -> unassigned());
      case FAILED, CANCELLED -> Optional.of(compensated(outcome)).filter(_ -> unassigned());
    };
  }

  /** Returns false if somebody has gone on with the task since. */
  private boolean unassigned() {
    return task.isEmpty() || task.get().status() == TaskStatus.PENDING;
  }

  private Explanation compensationFailed() {
    var step = RunStep.notCompensated(run.state()).orElseThrow();
    return say(
            StepNames.compensating(step.name()) + " failed. An operator must retry the workflow.",
            Kind.COMPENSATION_FAILED)
        .at(step, step.undoAttempts(), attempts(step, Mode.UNDO))
        .waitingFor(WaitsFor.OPERATOR);
  }

  /** Returns what was wrong with the request when it was accepted. */
  private static List<String> issues(WorkflowRun run) {
    return run.decided().stream()
        .map(StepResult::verdict)
        .flatMap(
            verdict ->
                verdict instanceof Verdict.Rejected(var found) ? Stream.of(found) : Stream.empty())
        .findFirst()
        .orElseGet(() -> TaskProcessing.issues(run.request()));
  }

  private Explanation rejected() {
    var issues = issues(run.run());
    var more = issues.size() > 1 ? " " + (issues.size() - 1) + " more field is invalid." : "";
    return say(
            issues.isEmpty() ? "The request was rejected." : issues.getFirst() + "." + more,
            Kind.REJECTED)
        .waitingFor(WaitsFor.USER);
  }

  private Explanation compensated(Outcome outcome) {
    var cause = run.state().cause();
    var said =
        say(
                outcome == Outcome.CANCELLED
                    ? "The workflow was cancelled, and its steps were compensated."
                    : cause.map(this::failed).orElse("A step failed")
                        + ", so its steps were compensated.",
                Kind.COMPENSATED)
            .waitingFor(WaitsFor.OPERATOR);
    return cause
        .filter(_ -> outcome == Outcome.FAILED)
        .flatMap(this::failedStep)
        .map(step -> said.at(step, Math.max(1, step.attempts()), attempts(step, Mode.DO)))
        .orElse(said);
  }

  // ---------------------------------------------------------------- parts

  private Explanation say(String sentence, Kind kind) {
    return Explanation.of(
        sentence, kind, run.state().updatedAt(), TaskExplained.actions(task, Optional.of(run)));
  }

  private int attempts(StepState step, Mode mode) {
    return TaskProcessing.saga(run.run()).step(step.name()).retry(mode).attempts();
  }
}
