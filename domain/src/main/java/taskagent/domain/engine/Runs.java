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

/**
 * The rules for starting, cancelling and retrying runs, for every engine (specification §4 and §5).
 *
 * <p>They hold for a store without transactions, where somebody else may be faster: an id has one
 * run, a repeated request gets the answer of the first, and an ended run is retried as one other
 * run.
 *
 * @param <K> what the engine knows of a stored run
 */
public final class Runs<K extends KnownRun> implements Workflows {

  private static final int TRIES = 20;

  private final RunStore<K> store;
  private final InstantSource clock;
  private final NotifyPolicy notify;

  /**
   * Creates the rules over a store.
   *
   * @param notify the policy of new runs
   */
  public Runs(RunStore<K> store, InstantSource clock, NotifyPolicy notify) {
    this.store = store;
    this.clock = clock;
    this.notify = notify;
  }

  @Override
  public Optional<Workflow> find(WorkflowId id) {
    return store.find(id);
  }

  @Override
  public Optional<Workflow> await(WorkflowId id, Duration atMost, BooleanSupplier stop) {
    return store.await(id, atMost, stop);
  }

  // ---------------------------------------------------------------- start

  @Override
  public Started start(TaskRequest request) {
    return store.in(runs -> start(runs, request));
  }

  private Started start(RunStore.Session<K> runs, TaskRequest request) {
    var id = WorkflowId.of(request.taskId());
    if (runs.insert(accepted(id, request), 1)) {
      return new Started.Accepted(id);
    }
    var known = present(runs, id);
    if (!known.run().request().equals(request)) {
      return RunRefusals.taken(request, known.run());
    }
    runs.begin(known);
    return new Started.Accepted(id);
  }

  private WorkflowRun accepted(WorkflowId id, TaskRequest request) {
    return WorkflowRun.accepted(id, request, clock.instant(), notify);
  }

  private K present(RunStore.Session<K> runs, WorkflowId id) {
    return runs.known(id)
        .orElseThrow(() -> Unavailable.outOfReach("the store lost workflow " + id));
  }

  // ---------------------------------------------------------------- cancel

  @Override
  public Cancelled cancel(WorkflowId id) {
    return store.in(
        runs -> runs.known(id).map(known -> cancel(runs, known)).orElseGet(Cancelled.Unknown::new));
  }

  private Cancelled cancel(RunStore.Session<K> runs, K known) {
    boolean running = known.workflow().status() == Workflow.Status.RUNNING;
    return running && runs.cancel(known)
        ? new Cancelled.Accepted()
        : RunRefusals.ended(known.run().id());
  }

  // ---------------------------------------------------------------- retry

  @Override
  public Retried retry(WorkflowId id, Corrections corrections) {
    return store.in(runs -> retry(runs, id, corrections));
  }

  private Retried retry(RunStore.Session<K> runs, WorkflowId id, Corrections corrections) {
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
    var request = corrections.apply(known.run().request());
    var next = known.retriedAs();
    if (next.isPresent()) {
      return next.get().request().equals(request)
          ? insert(runs, known, next.get())
          : Optional.of(RunRefusals.retriedAs(id, next.get().id()));
    }
    var workflow = known.workflow();
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
    var other = present(runs, next.id());
    if (other.run().equals(next)) {
      runs.begin(other);
      return Optional.of(new Retried.Repeated(next.id()));
    }
    // Another task was requested whose own id ends like that of a retry.
    var current = present(runs, known.run().id());
    if (current.retriedAs().equals(Optional.of(next))) {
      boolean _ = runs.retryAs(current, next.as(free(runs, current)));
    }
    return Optional.empty();
  }

  private WorkflowId free(RunStore.Session<K> runs, K known) {
    var task = known.run().request().taskId();
    int number = known.attempt() + 1;
    while (runs.taken(WorkflowId.of(task, number))) {
      number++; // the id belongs to a task whose own id ends like that of a retry
    }
    return WorkflowId.of(task, number);
  }
}
