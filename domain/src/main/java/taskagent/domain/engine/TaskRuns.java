package taskagent.domain.engine;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import taskagent.domain.port.Unavailable;
import taskagent.domain.port.Workflows;
import taskagent.domain.processing.Corrections;
import taskagent.domain.processing.NotifyPolicy;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunDetails;
import taskagent.domain.run.RunId;
import taskagent.domain.run.RunView;
import taskagent.domain.run.UnknownRun;
import taskagent.domain.saga.Signal;

/**
 * The rules for the runs that process tasks. An ended run is retried as one other run, also if
 * somebody else is faster.
 *
 * @param <K> what the engine knows of a stored run
 */
public final class TaskRuns<K extends KnownRun> implements Workflows {

  private static final int TRIES = 20;

  private final Runs<K> all;
  private final InstantSource clock;
  private final NotifyPolicy notify;

  /**
   * Creates the rules.
   *
   * @param notify the policy of new runs
   */
  public TaskRuns(Runs<K> all, InstantSource clock, NotifyPolicy notify) {
    this.all = all;
    this.clock = clock;
    this.notify = notify;
  }

  @Override
  public Optional<Workflow> find(RunId id) {
    return all.find(id).flatMap(TaskRuns::workflow);
  }

  @Override
  public Optional<Workflow> await(RunId id, Duration atMost, BooleanSupplier stop) {
    return all.await(id, atMost, stop).flatMap(TaskRuns::workflow);
  }

  private static Optional<Workflow> workflow(RunView view) {
    if (view.run() instanceof UnknownRun unknown) {
      throw Unavailable.outOfReach(unknown.reason());
    }
    return Workflow.of(view);
  }

  @Override
  public Started start(TaskRequest request) {
    var run = accepted(WorkflowId.of(request.taskId()), request);
    return all.in(
        runs ->
            switch (all.start(runs, run)) {
              case Runs.Started.Accepted(var id) -> new Started.Accepted(id);
              case Runs.Started.Taken(var by) -> RunRefusals.taken(request, task(by));
            });
  }

  private WorkflowRun accepted(RunId id, TaskRequest request) {
    return WorkflowRun.accepted(id, request, clock.instant(), notify);
  }

  /**
   * Returns a run whose id is that of a task.
   *
   * @throws Unavailable if this version does not know its kind
   */
  private static WorkflowRun task(Run run) {
    if (run instanceof WorkflowRun task) {
      return task;
    }
    throw Unavailable.outOfReach(
        run instanceof UnknownRun unknown
            ? unknown.reason()
            : "workflow " + run.id() + " is of the kind " + run.kind());
  }

  @Override
  public Optional<RunDetails> details(RunId id, Duration atMost, BooleanSupplier stop) {
    var found = all.details(id, atMost, stop);
    if (found.isPresent() && found.get().view().run() instanceof UnknownRun unknown) {
      throw Unavailable.outOfReach(unknown.reason());
    }
    return found;
  }

  @Override
  public Cancelled cancel(RunId id) {
    return all.cancel(id);
  }

  @Override
  public RetriedNow retryNow(RunId id) {
    return all.retryNow(id);
  }

  @Override
  public Signalled signal(RunId id, Signal signal) {
    return all.signal(id, signal);
  }

  @Override
  public Retried retry(RunId id, Corrections corrections) {
    return all.in(runs -> retry(runs, id, corrections));
  }

  private Retried retry(RunStore.Session<K> runs, RunId id, Corrections corrections) {
    for (int i = 0; i < TRIES; i++) {
      var known = runs.known(id);
      if (known.isEmpty()) {
        return new Retried.Unknown();
      }
      var retried = retry(runs, known.get(), corrections);
      if (retried.isPresent()) {
        return retried.get();
      }
    }
    throw Unavailable.overloaded("workflow " + id + " is retried by too many clients at once");
  }

  /** Returns nothing if somebody else was faster. */
  private Optional<Retried> retry(RunStore.Session<K> runs, K known, Corrections corrections) {
    var id = known.run().id();
    if (!(known.run() instanceof WorkflowRun || known.run() instanceof UnknownRun)) {
      return Optional.of(RunRefusals.ofAnotherKind(known.run()));
    }
    var request = corrections.apply(task(known.run()).request());
    var next = known.retriedAs();
    if (next.isPresent()) {
      return next.get().input().equals(request)
          ? insert(runs, known, task(next.get()))
          : Optional.of(RunRefusals.retriedAs(id, next.get().id()));
    }
    var workflow = workflow(known.view()).orElseThrow();
    var refusal = RunRefusals.notToRetry(id, workflow.status(), workflow::result);
    if (refusal.isPresent()) {
      return Optional.of(refusal.get());
    }
    var run = accepted(free(runs, known), request);
    return runs.retryAs(known, run) ? insert(runs, known, run) : Optional.empty();
  }

  /** Starts the stored retry, unless its id was taken before it could be. */
  private Optional<Retried> insert(RunStore.Session<K> runs, K known, WorkflowRun next) {
    if (runs.insert(next, known.attempt() + 1)) {
      return Optional.of(new Retried.Accepted(next.id()));
    }
    var other = all.present(runs, next.id());
    if (other.run().equals(next)) {
      runs.begin(other);
      return Optional.of(new Retried.Repeated(next.id()));
    }
    // Another task was requested whose own id ends like that of a retry.
    var current = all.present(runs, known.run().id());
    if (current.retriedAs().equals(Optional.of(next))) {
      boolean _ = runs.retryAs(current, next.as(free(runs, current)));
    }
    return Optional.empty();
  }

  private RunId free(RunStore.Session<K> runs, K known) {
    var task = task(known.run()).request().taskId();
    int number = known.attempt() + 1;
    while (runs.taken(WorkflowId.of(task, number))) {
      number++; // the id belongs to a task whose own id ends like that of a retry
    }
    return WorkflowId.of(task, number);
  }
}
