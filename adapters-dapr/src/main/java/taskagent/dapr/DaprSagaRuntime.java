package taskagent.dapr;

import io.dapr.durabletask.Task;
import io.dapr.durabletask.TaskFailedException;
import io.dapr.workflows.WorkflowContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import taskagent.dapr.workflow.WorkflowInstances;
import taskagent.domain.engine.Kinds;
import taskagent.domain.port.Activity;
import taskagent.domain.run.Run;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.SagaDefect;
import taskagent.domain.saga.SagaInput;
import taskagent.domain.saga.SagaProgress;
import taskagent.domain.saga.SagaRuntime;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.StepResult;
import taskagent.json.JournalJson;
import taskagent.json.SagaStateJson;
import taskagent.json.StepCallsJson;

/**
 * Executes a saga's directives as activities and timers of a workflow. All its inputs come from the
 * workflow's history, so a replay gets the same inputs.
 *
 * <p>This class must catch only {@link TaskFailedException}, because the SDK signals the end of a
 * replay with an exception of its own.
 */
final class DaprSagaRuntime implements SagaRuntime {

  private final Kinds kinds;
  private final WorkflowContext context;
  private final Run run;
  private final Task<String> cancel;
  private final Activity activity;
  private Instant now;
  private Optional<SagaState> told = Optional.empty();

  DaprSagaRuntime(Kinds kinds, WorkflowContext context, Run run, Activity activity) {
    this.kinds = kinds;
    this.context = context;
    this.run = run;
    this.activity = activity;
    this.cancel = context.waitForExternalEvent(WorkflowInstances.CANCEL, String.class);
    // Timers use the sidecar's clock, which may be behind the clock that accepted the run.
    var begun = context.getCurrentInstant().truncatedTo(ChronoUnit.MILLIS);
    this.now = begun.isBefore(run.acceptedAt()) ? begun : run.acceptedAt();
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public List<SagaInput> run(SagaState state, Directive.Run directive) {
    tell(state);
    Class<?> type =
        switch (directive.place()) {
          case AGGREGATE -> RunTaskSteps.class;
          case OUTSIDE -> RunOutsideStep.class;
          case LOCAL -> throw new SagaDefect(directive.key() + " is for the saga's loop");
        };
    var results = results(directive, type, state.updatedAt());
    pass();
    var inputs = new ArrayList<SagaInput>();
    if (cancel.isDone() && !state.cancelRequested()) {
      inputs.add(new SagaInput.CancelRequested(now));
    }
    inputs.add(new SagaInput.Ran(results, now));
    return inputs;
  }

  private List<StepResult> results(Directive.Run directive, Class<?> type, Instant issuedAt) {
    try {
      var answer =
          context
              .callActivity(
                  type.getCanonicalName(),
                  StepCallsJson.write(kinds, run, directive, issuedAt),
                  String.class)
              .await();
      return JournalJson.readResults(answer);
    } catch (TaskFailedException e) {
      return List.of(
          StepResult.failed(
              directive.calls().getFirst().step(),
              "the activity failed: " + e.getErrorDetails().getErrorMessage(),
              true,
              true));
    }
  }

  @Override
  public List<SagaInput> await(SagaState state, Directive.Wait directive) {
    tell(state);
    var current = context.getCurrentInstant();
    var end = end(current, state.updatedAt(), directive.until());
    if (current.isBefore(end)) {
      var timer = context.createTimer(end.atZone(ZoneOffset.UTC));
      if (state.cancelRequested()) {
        timer.await();
      } else {
        context.anyOf(timer, cancel).await();
      }
    }
    pass();
    if (cancel.isDone() && !state.cancelRequested()) {
      return List.of(new SagaInput.CancelRequested(now));
    }
    // The timer uses another clock.
    now = now.isBefore(directive.until()) ? directive.until() : now;
    return List.of(new SagaInput.Woke(now));
  }

  /**
   * Publishes the saga's state as the workflow's custom status, where clients read it, and reports
   * the progress since the last state. A replay reports nothing, because an earlier turn has done
   * it.
   */
  void tell(SagaState state) {
    context.setCustomStatus(SagaStateJson.write(state));
    if (!context.isReplaying()) {
      SagaProgress.between(told, state).forEach(progress -> activity.sagaProgressed(run, progress));
    }
    told = Optional.of(state);
  }

  /**
   * Returns when a wait ends. If the clock was set back since the wait began, that is its length
   * from now.
   *
   * @param since when the wait began
   */
  static Instant end(Instant current, Instant since, Instant until) {
    var latest = current.plus(Duration.between(since, until));
    return until.isBefore(latest) ? until : latest;
  }

  private void pass() {
    now = context.getCurrentInstant().truncatedTo(ChronoUnit.MILLIS);
  }
}
