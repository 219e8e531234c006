package taskagent.dapr.workflow;

import static java.lang.System.Logger.Level.DEBUG;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import taskagent.dapr.store.GroupCommit;
import taskagent.dapr.workflow.Registrations.Registered;
import taskagent.domain.engine.RunRefusals;
import taskagent.domain.port.Unavailable;
import taskagent.domain.port.Workflows;
import taskagent.domain.processing.Corrections;
import taskagent.domain.processing.NotifyPolicy;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.SagaState;
import taskagent.json.RegistrationJson.Registration;

/**
 * Runs of the saga as Dapr workflows. A run is first added to the index of open runs, then
 * registered under its id, and then begun. The {@link RunKeeper} begins what its creator did not.
 */
public final class DaprWorkflows implements Workflows {

  private static final System.Logger LOG = System.getLogger(DaprWorkflows.class.getName());

  private static final int TRIES = 20;

  /**
   * How many runs are begun at once. With more of them, all would take longer, until the sidecar
   * and its store can do nothing else.
   */
  private static final int BEGUN_AT_ONCE = 64;

  /** How long a request waits for its turn to begin a run before it is refused. */
  private static final Duration TURN_WITHIN = Duration.ofSeconds(2);

  /**
   * How long to wait until a run has seen its cancellation or turns out to have ended before it.
   */
  private static final Duration HEARD = Duration.ofMillis(500);

  /** How long another caller may take from registering a run to starting it. */
  private static final Duration ABOUT_TO_BEGIN = Duration.ofSeconds(3);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final OpenRuns open;
  private final Registrations registrations;
  private final WorkflowInstances instances;
  private final InstantSource clock;
  private final NotifyPolicy notify;
  private final Semaphore turns = new Semaphore(BEGUN_AT_ONCE, true);

  /** Creates the port. */
  public DaprWorkflows(
      OpenRuns open,
      Registrations registrations,
      WorkflowInstances instances,
      InstantSource clock,
      NotifyPolicy notify) {
    this.open = open;
    this.registrations = registrations;
    this.instances = instances;
    this.clock = clock;
    this.notify = notify;
  }

  @Override
  public Started start(TaskRequest request) {
    return inTurn(() -> startNow(request));
  }

  private Started startNow(TaskRequest request) {
    var id = WorkflowId.of(request.taskId());
    var run = new WorkflowRun(id, request, clock.instant(), notify);
    var added = open.add(id);
    registrations.check(id);
    GroupCommit.await(added);
    if (registrations.create(Registration.of(run, 1))) {
      instances.begin(Instance.first(run));
      return new Started.Accepted(id);
    }
    var known = registered(id);
    if (!known.run().request().equals(request)) {
      return RunRefusals.taken(request, known.run());
    }
    beginIfNeedBe(known);
    return new Started.Accepted(id);
  }

  /**
   * Begins a run when it is this caller's turn.
   *
   * @throws Unavailable if too many callers wait for theirs
   */
  private <T> T inTurn(Supplier<T> begin) {
    try {
      if (!turns.tryAcquire(TURN_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        throw Unavailable.overloaded("too many workflows are started at once");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Unavailable.outOfReach("the server is shutting down");
    }
    try {
      return begin.get();
    } finally {
      turns.release();
    }
  }

  private Registered registered(WorkflowId id) {
    return registrations
        .find(id)
        .orElseThrow(
            () -> Unavailable.outOfReach("the state store lost a workflow's registration"));
  }

  private void beginIfNeedBe(Registered known) {
    if (known.end().isEmpty() && begun(known).isEmpty()) {
      instances.begin(known.instance());
    }
  }

  /**
   * Waits briefly until a run has started. Its creator may have died before starting it, but is
   * most probably about to start it, and starting a run that has ended would run it again.
   */
  private Optional<Workflow> begun(Registered known) {
    var found = instances.find(known.instance());
    while (found.isEmpty()
        && clock.instant().isBefore(known.run().acceptedAt().plus(ABOUT_TO_BEGIN))) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      found = instances.find(known.instance());
    }
    return found;
  }

  @Override
  public Optional<Workflow> find(WorkflowId id) {
    return registrations.present(id).map(this::shown);
  }

  /** Returns what clients see of a run. A read never begins it. */
  private Workflow shown(Registered known) {
    return known.end().map(end -> ended(known.run(), end)).orElseGet(() -> seen(known));
  }

  private Workflow seen(Registered known) {
    var seen = instances.read(known.instance());
    return seen instanceof Seen.Ended(var state)
        ? recorded(known.run(), state)
        : seen.by(known.instance()).orElseGet(() -> WorkflowInstances.notYet(known.run()));
  }

  /**
   * Records the end of a run before a client sees it, so that the client never sees another one. If
   * that fails, the keeper does it.
   */
  private Workflow recorded(WorkflowRun run, SagaState end) {
    try {
      return ended(run, registrations.ended(run.id(), end));
    } catch (Unavailable e) {
      LOG.log(DEBUG, "the end of workflow {0} is not recorded yet: {1}", run.id(), e.reason());
      return ended(run, end);
    }
  }

  private static Workflow ended(WorkflowRun run, SagaState end) {
    return new Workflow(run, end, Optional.empty());
  }

  @Override
  public Optional<Workflow> await(WorkflowId id, Duration atMost, BooleanSupplier stop) {
    var known = registrations.present(id);
    if (known.filter(run -> run.end().isEmpty()).isEmpty()) {
      return known.map(this::shown);
    }
    instances.await(known.get().instance(), atMost, stop);
    return find(id);
  }

  @Override
  public Cancelled cancel(WorkflowId id) {
    var found = registrations.present(id);
    if (found.isEmpty()) {
      return new Cancelled.Unknown();
    }
    var known = found.get();
    if (shown(known).status() != Workflow.Status.RUNNING) {
      return RunRefusals.ended(id);
    }
    registrations.cancel(id); // if the run stands still, the keeper carries it out
    beginIfNeedBe(known);
    instances.cancel(known.instance());
    return missed(known) ? RunRefusals.ended(id) : new Cancelled.Accepted();
  }

  /** Returns true if the run ended before it could see the cancellation. */
  private boolean missed(Registered known) {
    long end = System.nanoTime() + HEARD.toNanos();
    while (System.nanoTime() < end) {
      var now = instances.find(known.instance());
      if (now.filter(run -> run.state().cancelRequested()).isPresent()) {
        return false;
      }
      if (now.filter(run -> run.status() != Workflow.Status.RUNNING).isPresent()) {
        return true;
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    return false; // a step is running; the run sees the cancellation after it
  }

  @Override
  public Retried retry(WorkflowId id, Corrections corrections) {
    return inTurn(() -> retryNow(id, corrections));
  }

  private Retried retryNow(WorkflowId id, Corrections corrections) {
    for (int i = 0; i < TRIES; i++) {
      var known = registrations.present(id);
      if (known.isEmpty()) {
        return new Retried.Unknown();
      }
      var retried = retry(known.get(), corrections);
      if (retried.isPresent()) {
        return retried.get();
      }
    }
    throw Unavailable.overloaded("workflow " + id + " is retried by too many clients at once");
  }

  /** Returns nothing if somebody else changed the registration in the meantime. */
  private Optional<Retried> retry(Registered known, Corrections corrections) {
    var request = corrections.apply(known.run().request());
    var promised = known.registration().retriedAs();
    if (promised.isPresent()) {
      return again(known, promised.get(), request);
    }
    var workflow = shown(known);
    var refusal = RunRefusals.notToRetry(known.run().id(), workflow.status(), workflow::result);
    if (refusal.isPresent()) {
      return Optional.of(refusal.get());
    }
    var next = new WorkflowRun(free(known, request), request, clock.instant(), notify);
    return registrations.retriedAs(known, next) ? keep(known, next) : Optional.empty();
  }

  private WorkflowId free(Registered known, TaskRequest request) {
    int attempt = known.registration().attempt() + 1;
    while (registrations.taken(WorkflowId.of(request.taskId(), attempt))) {
      attempt++; // the id belongs to a task whose own id ends like that of a retry
    }
    return WorkflowId.of(request.taskId(), attempt);
  }

  private Optional<Retried> again(Registered known, WorkflowRun next, TaskRequest request) {
    return next.request().equals(request)
        ? keep(known, next)
        : Optional.of(RunRefusals.retriedAs(known.run().id(), next.id()));
  }

  /** Starts the promised retry, unless its id was taken before it could be registered. */
  private Optional<Retried> keep(Registered known, WorkflowRun next) {
    GroupCommit.await(open.add(next.id()));
    var registration = Registration.of(next, known.registration().attempt() + 1);
    if (registrations.create(registration)) {
      instances.begin(Instance.first(next));
      return Optional.of(new Retried.Accepted(next.id()));
    }
    var other = registered(next.id());
    if (other.run().equals(next)) {
      beginIfNeedBe(other);
      return Optional.of(new Retried.Repeated(next.id()));
    }
    var free =
        new WorkflowRun(
            free(known, next.request()), next.request(), next.acceptedAt(), next.notifyPolicy());
    registrations
        .find(known.run().id())
        .ifPresent(current -> registrations.retriedAs(current, free));
    return Optional.empty();
  }
}
