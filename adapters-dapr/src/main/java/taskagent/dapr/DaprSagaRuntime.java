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
import java.util.function.BiConsumer;
import taskagent.dapr.workflow.WorkflowInstances;
import taskagent.domain.engine.Kinds;
import taskagent.domain.port.Activity;
import taskagent.domain.run.Run;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.Place;
import taskagent.domain.saga.SagaDefect;
import taskagent.domain.saga.SagaInput;
import taskagent.domain.saga.SagaProgress;
import taskagent.domain.saga.SagaRuntime;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.StepResult;
import taskagent.json.ChildEndJson;
import taskagent.json.JournalJson;
import taskagent.json.KindsJson;
import taskagent.json.RunCommandJson;
import taskagent.json.RunCommandJson.RunCommand;
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
  private final Activity activity;
  private final BiConsumer<Run, SagaState> listener;

  /** The next command of a client; empty after a cancellation. */
  private Optional<Task<String>> command;

  /** Whether a cancelled saga can receive further commands, while it waits. */
  private boolean takesMoreCommands;

  /** The next signal; empty if the saga hears none. */
  private Optional<Task<String>> signal;

  /** The next end of a child run; empty if the saga has none. */
  private Optional<Task<String>> childEnd;

  /** The timer of the last wait. */
  private Optional<Timer> timer = Optional.empty();

  private Instant now;
  private Optional<SagaState> told;

  private record Timer(String key, Instant until, Task<Void> task) {
    boolean is(Directive directive, Instant time) {
      return key.equals(directive.key()) && until.equals(time);
    }
  }

  DaprSagaRuntime(
      Kinds kinds,
      WorkflowContext context,
      Run run,
      Activity activity,
      BiConsumer<Run, SagaState> listener) {
    this.listener = listener;
    this.kinds = kinds;
    this.context = context;
    this.run = run;
    this.activity = activity;
    this.command = Optional.of(nextCommand());
    // A later generation does not report that the run started.
    this.told = run.generation().number() == 1 ? Optional.empty() : Optional.of(kinds.begin(run));
    // To wait for an event is part of the history. So only sagas that hear signals do this.
    this.signal = kinds.saga(run).hears() ? Optional.of(nextSignal()) : Optional.empty();
    this.childEnd = kinds.saga(run).hasChildren() ? Optional.of(nextChildEnd()) : Optional.empty();
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
    var results =
        switch (directive.place()) {
          case AGGREGATE -> results(directive, RunTaskSteps.class, issuedAt(state));
          case OUTSIDE -> results(directive, RunOutsideStep.class, issuedAt(state));
          case CHILDREN -> family(directive, issuedAt(state));
          case LOCAL -> throw new SagaDefect(directive.key() + " is for the saga's loop");
        };
    pass();
    var inputs = told(state).inputs();
    inputs.add(new SagaInput.Ran(results, now));
    if (directive.place() == Place.CHILDREN) {
      inputs.addAll(childEnds());
    }
    return inputs;
  }

  /** After a wait that a client has ended, the time of the state may be in the future. */
  private Instant issuedAt(SagaState state) {
    var current = context.getCurrentInstant();
    return state.updatedAt().isAfter(current) ? current : state.updatedAt();
  }

  /** Starts or cancels child runs. The activity is retried until it has done so. */
  private List<StepResult> family(Directive.Run directive, Instant issuedAt) {
    var answer =
        context
            .callActivity(
                RunChildren.class.getCanonicalName(),
                StepCallsJson.write(kinds, run, directive, issuedAt),
                SagaWorkflow.UNTIL_DONE,
                String.class)
            .await();
    return JournalJson.readResults(answer);
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

  @Override
  public List<SagaInput> awaitChildren(SagaState state, Directive.AwaitChildren directive) {
    tell(state);
    var inputs = new ArrayList<SagaInput>();
    while (inputs.isEmpty()) { // a command may come too late
      awaitAny(new ArrayList<>(childEnd.stream().toList()));
      pass();
      inputs.addAll(told(state).inputs());
      inputs.addAll(childEnds());
    }
    return inputs;
  }

  private List<SagaInput> waited(SagaState state, Directive directive, Instant until) {
    tell(state);
    var current = context.getCurrentInstant();
    var end = end(current, state.updatedAt(), until);
    boolean over = !current.isBefore(end);
    Told told;
    do {
      if (!over) {
        takeMoreCommands();
        awaitAny(new ArrayList<>(List.of(timer(directive, until, end))));
      }
      pass();
      told = told(state);
    } while (!over && told.isLateCommandOnly(directive, until));
    var inputs = told.inputs();
    if (inputs.isEmpty()) {
      // The timer uses another clock.
      now = now.isBefore(until) ? until : now;
      inputs.add(new SagaInput.Woke(now));
    }
    return inputs;
  }

  /** Waits for any of these tasks, or for an event. */
  private void awaitAny(List<Task<?>> tasks) {
    command.ifPresent(tasks::add);
    signal.ifPresent(tasks::add);
    if (tasks.size() == 1) {
      tasks.getFirst().await();
    } else {
      context.anyOf(tasks).await();
    }
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

  /**
   * What came since the last look.
   *
   * @param inputs the inputs that come before the result of a directive
   * @param commands what clients asked for
   */
  private record Told(List<SagaInput> inputs, List<RunCommand> commands) {

    /** Returns true if only commands came, and none of them is about this wait. */
    boolean isLateCommandOnly(Directive directive, Instant until) {
      return inputs.isEmpty()
          && !commands.isEmpty()
          && !commands.contains(new RunCommand.RetryNow(directive.key(), until));
    }
  }

  private Told told(SagaState state) {
    var commands = new ArrayList<RunCommand>();
    while (command.filter(Task::isDone).isPresent()) {
      commands.add(RunCommandJson.read(command.get().await()));
      command =
          commands.getLast() instanceof RunCommand.Cancel(boolean byOlderBuild)
              ? cancelled(byOlderBuild)
              : Optional.of(nextCommand());
    }
    var inputs = new ArrayList<SagaInput>();
    boolean cancelled = commands.stream().anyMatch(RunCommand.Cancel.class::isInstance);
    if (cancelled && !state.cancelRequested()) {
      inputs.add(new SagaInput.CancelRequested(now));
    }
    while (signal.filter(Task::isDone).isPresent()) {
      inputs.add(new SagaInput.Signalled(SignalJson.read(signal.get().await()), now));
      signal = Optional.of(nextSignal());
    }
    return new Told(inputs, commands);
  }

  private Optional<Task<String>> cancelled(boolean byOlderBuild) {
    takesMoreCommands = !byOlderBuild;
    return Optional.empty();
  }

  /**
   * Has a cancelled saga that waits take commands again. To wait for an event is part of the
   * history, so a saga that an older build cancelled does not.
   */
  private void takeMoreCommands() {
    if (command.isEmpty() && takesMoreCommands) {
      command = Optional.of(nextCommand());
    }
  }

  private Task<String> nextCommand() {
    return context.waitForExternalEvent(WorkflowInstances.COMMAND, String.class);
  }

  /**
   * Returns the ends of child runs. They come after the results of the steps that start them: an
   * instance that begins the run again may receive an end before it has started the child.
   */
  private List<SagaInput> childEnds() {
    var ends = new ArrayList<SagaInput>();
    while (childEnd.filter(Task::isDone).isPresent()) {
      var end = ChildEndJson.read(childEnd.get().await());
      ends.add(new SagaInput.ChildEnded(end.run().value(), end.outcome(), now));
      childEnd = Optional.of(nextChildEnd());
    }
    return ends;
  }

  private Task<String> nextChildEnd() {
    return context.waitForExternalEvent(WorkflowInstances.CHILD_ENDED, String.class);
  }

  private Task<String> nextSignal() {
    return context.waitForExternalEvent(WorkflowInstances.SIGNAL, String.class);
  }

  /**
   * Continues the run as new, without its history. It has no step in flight, so every event that
   * came is in the state. Dapr keeps those that are still to come for the next generation.
   */
  void continueAsNew(SagaState end, Run next) {
    report(end.goingOn());
    // A reader must not see an end.
    context.setCustomStatus(SagaStateJson.write(kinds.begin(next)));
    context.continueAsNew(KindsJson.write(kinds, next), true);
  }

  /**
   * Publishes the saga's state as the workflow's custom status, where clients read it, and reports
   * the progress since the last state. A replay reports nothing, because an earlier turn has done
   * it.
   */
  void tell(SagaState state) {
    context.setCustomStatus(SagaStateJson.write(state));
    report(state);
  }

  private void report(SagaState state) {
    if (!context.isReplaying()) {
      SagaProgress.between(told, state).forEach(progress -> activity.sagaProgressed(run, progress));
      listener.accept(run, state);
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
