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
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.Saga.Place;
import taskagent.domain.saga.SagaInput;
import taskagent.domain.saga.SagaRuntime;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.StepResult;
import taskagent.json.JournalJson;
import taskagent.json.SagaStateJson;
import taskagent.json.StepsJson;

/**
 * Carries a saga's directives out as activities and timers of a workflow. All it knows comes from
 * the workflow's history, so a replay is told the same.
 *
 * <p>Nothing but {@link TaskFailedException} may be caught here: the SDK ends a replay that has
 * come to its end with an exception of its own.
 */
final class DaprSagaRuntime implements SagaRuntime {

  /** The event that cancels. */
  static final String CANCEL = "cancel";

  private final WorkflowContext context;
  private final WorkflowRun run;
  private final Task<String> cancel;
  private Instant now;

  DaprSagaRuntime(WorkflowContext context, WorkflowRun run) {
    this.context = context;
    this.run = run;
    this.cancel = context.waitForExternalEvent(CANCEL, String.class);
    // Waits go by the sidecar's clock, which may be behind the one by which it was accepted.
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
    var activity =
        directive.calls().getFirst().place() == Place.AGGREGATE
            ? RunTaskSteps.class
            : RunOutsideStep.class;
    var results = results(directive, activity);
    pass();
    var inputs = new ArrayList<SagaInput>();
    if (cancel.isDone() && !state.cancelRequested()) {
      inputs.add(new SagaInput.CancelRequested(now));
    }
    inputs.add(new SagaInput.Ran(results, now));
    return inputs;
  }

  private List<StepResult> results(Directive.Run directive, Class<?> activity) {
    try {
      var answer =
          context
              .callActivity(
                  activity.getCanonicalName(),
                  StepsJson.write(run, directive.calls()),
                  String.class)
              .await();
      return JournalJson.readResults(answer);
    } catch (TaskFailedException e) {
      return List.of(
          new StepResult.Failed(
              directive.calls().getFirst().step(),
              "the activity failed: " + e.getErrorDetails().getErrorMessage(),
              true));
    }
  }

  @Override
  public List<SagaInput> await(SagaState state, Directive.Wait directive) {
    tell(state);
    var left = Duration.between(context.getCurrentInstant(), directive.until());
    if (left.isPositive()) {
      var timer = context.createTimer(directive.until().atZone(ZoneOffset.UTC));
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
    // The timer goes by another clock.
    now = now.isBefore(directive.until()) ? directive.until() : now;
    return List.of(new SagaInput.Woke(now));
  }

  /** Shows clients where the saga stands; it is saved with the workflow. */
  private void tell(SagaState state) {
    context.setCustomStatus(SagaStateJson.write(state));
  }

  private void pass() {
    var time = context.getCurrentInstant().truncatedTo(ChronoUnit.MILLIS);
    now = time.isBefore(now) ? now : time;
  }
}
