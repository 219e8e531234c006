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
import taskagent.json.SignalJson;
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

  /** The next signal; empty if the saga hears none. */
  private Optional<Task<String>> signal;

  /** The timer of the last wait. */
  private Optional<Timer> timer = Optional.empty();

  private Instant now;
  private Optional<SagaState> told = Optional.empty();

  private record Timer(String key, Instant until, Task<Void> task) {
    boolean is(Directive directive, Instant time) {
      return key.equals(directive.key()) && until.equals(time);
    }
  }

  DaprSagaRuntime(Kinds kinds, WorkflowContext context, Run run, Activity activity) {
    this.kinds = kinds;
    this.context = context;
    this.run = run;
    this.activity = activity;
    this.cancel = context.waitForExternalEvent(WorkflowInstances.CANCEL, String.class);
    // To wait for an event is part of the history. So only sagas that hear signals do this.
    this.signal = kinds.saga(run).hears() ? Optional.of(nextSignal()) : Optional.empty();
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
    var inputs = told(state);
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
    return waited(state, directive, directive.until());
  }

  @Override
  public List<SagaInput> listen(SagaState state, Directive.AwaitSignal directive) {
    return waited(state, directive, directive.until());
  }

  private List<SagaInput> waited(SagaState state, Directive directive, Instant until) {
    tell(state);
    var current = context.getCurrentInstant();
    var end = end(current, state.updatedAt(), until);
    if (current.isBefore(end)) {
      var tasks = new ArrayList<Task<?>>(List.of(timer(directive, until, end)));
      if (!state.cancelRequested()) {
        tasks.add(cancel);
      }
      signal.ifPresent(tasks::add);
      if (tasks.size() == 1) {
        tasks.getFirst().await();
      } else {
        context.anyOf(tasks).await();
      }
    }
    pass();
    var inputs = told(state);
    if (inputs.isEmpty()) {
      // The timer uses another clock.
      now = now.isBefore(until) ? until : now;
      inputs.add(new SagaInput.Woke(now));
    }
    return inputs;
  }

  /** A signal that is not awaited does not end a wait. Its timer goes on. */
  private Task<Void> timer(Directive directive, Instant until, Instant end) {
    var known = timer.filter(found -> found.is(directive, until));
    if (known.isPresent()) {
      return known.get().task();
    }
    var task = context.createTimer(end.atZone(ZoneOffset.UTC));
    timer = Optional.of(new Timer(directive.key(), until, task));
    return task;
  }

  /** Returns the inputs that come before the result of a directive. */
  private List<SagaInput> told(SagaState state) {
    var inputs = new ArrayList<SagaInput>();
    if (cancel.isDone() && !state.cancelRequested()) {
      inputs.add(new SagaInput.CancelRequested(now));
    }
    while (signal.filter(Task::isDone).isPresent()) {
      inputs.add(new SagaInput.Signalled(SignalJson.read(signal.get().await()), now));
      signal = Optional.of(nextSignal());
    }
    return inputs;
  }

  private Task<String> nextSignal() {
    return context.waitForExternalEvent(WorkflowInstances.SIGNAL, String.class);
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
