package taskagent.dapr;

import static java.lang.System.Logger.Level.DEBUG;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import taskagent.dapr.Registrations.Registered;
import taskagent.domain.engine.RunRefusals;
import taskagent.domain.port.Unavailable;
import taskagent.domain.port.Workflows;
import taskagent.domain.processing.Corrections;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.json.RegistrationJson.Registration;

/**
 * Runs of the saga as workflows of Dapr's. A run is registered first, under its id, and then begun;
 * whoever finds one that is registered and not begun begins it.
 */
final class DaprWorkflows implements Workflows {

  private static final System.Logger LOG = System.getLogger(DaprWorkflows.class.getName());

  private static final int TRIES = 20;

  /** How long a run may take to hear of a cancellation, or to turn out to have ended before it. */
  private static final Duration HEARD = Duration.ofMillis(500);

  /** How long it may take from registering a run until it is begun. */
  private static final Duration ABOUT_TO_BEGIN = Duration.ofSeconds(3);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  /** However often a run is read that does not begin, it is made to no more often than this. */
  private static final Duration BEGUN_EVERY = Duration.ofSeconds(5);

  private final Registrations registrations;
  private final Instances instances;
  private final InstantSource clock;
  private final Set<WorkflowId> beginning = ConcurrentHashMap.newKeySet();

  DaprWorkflows(Registrations registrations, Instances instances, InstantSource clock) {
    this.registrations = registrations;
    this.instances = instances;
    this.clock = clock;
  }

  @Override
  public Started start(TaskRequest request) {
    var id = WorkflowId.of(request.taskId());
    var run = new WorkflowRun(id, request, clock.instant());
    if (registrations.create(Registration.of(run, 1))) {
      instances.begin(run);
      return new Started.Accepted(id);
    }
    var known = registered(id);
    if (!known.run().request().equals(request)) {
      return RunRefusals.taken(request, known.run());
    }
    beginIfNeedBe(known.run());
    return new Started.Accepted(id);
  }

  private Registered registered(WorkflowId id) {
    return registrations
        .find(id)
        .orElseThrow(() -> Unavailable.outOfReach("the state store forgot a workflow"));
  }

  private Workflow beginIfNeedBe(WorkflowRun run) {
    return begun(run)
        .orElseGet(
            () -> {
              instances.begin(run);
              return Instances.notYet(run);
            });
  }

  /**
   * Whoever registered it may have died before it was begun; but most probably is just about to
   * begin it, and beginning one that has ended meanwhile would run it again.
   */
  private Optional<Workflow> begun(WorkflowRun run) {
    var found = instances.find(run.id());
    while (found.isEmpty() && clock.instant().isBefore(run.acceptedAt().plus(ABOUT_TO_BEGIN))) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      found = instances.find(run.id());
    }
    return found;
  }

  @Override
  public Optional<Workflow> find(WorkflowId id) {
    return instances
        .find(id)
        .or(() -> registrations.find(id).map(known -> beginSoonIfNeedBe(known.run())));
  }

  /** Whoever reads it does not wait for that, nor hears that it cannot be done now. */
  private Workflow beginSoonIfNeedBe(WorkflowRun run) {
    var found = begun(run);
    if (found.isEmpty() && beginning.add(run.id())) {
      Thread.startVirtualThread(() -> beginOnce(run));
    }
    return found.orElseGet(() -> Instances.notYet(run));
  }

  private void beginOnce(WorkflowRun run) {
    try {
      instances.begin(run);
    } catch (Unavailable e) {
      LOG.log(DEBUG, "workflow {0} was read and could not be begun: {1}", run.id(), e.getMessage());
    } finally {
      LockSupport.parkNanos(BEGUN_EVERY.toNanos());
      beginning.remove(run.id());
    }
  }

  @Override
  public Optional<Workflow> await(WorkflowId id, Duration atMost) {
    return find(id).map(found -> instances.await(found, atMost));
  }

  @Override
  public Cancelled cancel(WorkflowId id) {
    var found =
        instances
            .find(id)
            .or(() -> registrations.find(id).map(known -> beginIfNeedBe(known.run())));
    if (found.isEmpty()) {
      return new Cancelled.Unknown();
    }
    if (found.get().status() != Workflow.Status.RUNNING) {
      return RunRefusals.ended(id);
    }
    instances.cancel(id);
    return missed(id) ? RunRefusals.ended(id) : new Cancelled.Accepted();
  }

  /** A run that was just ending when it was told to give up does not hear of it any more. */
  private boolean missed(WorkflowId id) {
    long end = System.nanoTime() + HEARD.toNanos();
    while (System.nanoTime() < end) {
      var now = instances.find(id);
      if (now.filter(run -> run.state().cancelRequested()).isPresent()) {
        return false;
      }
      if (now.filter(run -> run.status() != Workflow.Status.RUNNING).isPresent()) {
        return true;
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    return false; // it is at a step, and hears of it after that
  }

  @Override
  public Retried retry(WorkflowId id, Corrections corrections) {
    for (int i = 0; i < TRIES; i++) {
      var known = registrations.find(id);
      if (known.isEmpty()) {
        return new Retried.Unknown();
      }
      var retried = retry(known.get(), corrections);
      if (retried.isPresent()) {
        return retried.get();
      }
    }
    throw Unavailable.overloaded("workflow " + id + " is tried again by too many at once");
  }

  /** Nothing if somebody else changed the registration meanwhile. */
  private Optional<Retried> retry(Registered known, Corrections corrections) {
    var request = corrections.apply(known.run().request());
    var promised = known.registration().retriedAs();
    if (promised.isPresent()) {
      return again(known, promised.get(), request);
    }
    var workflow = beginIfNeedBe(known.run());
    var refusal = RunRefusals.notToRetry(known.run().id(), workflow.status(), workflow::result);
    if (refusal.isPresent()) {
      return Optional.of(refusal.get());
    }
    var next = new WorkflowRun(free(known, request), request, clock.instant());
    return registrations.retriedAs(known, next) ? keep(known, next) : Optional.empty();
  }

  private WorkflowId free(Registered known, TaskRequest request) {
    int attempt = known.registration().attempt() + 1;
    while (registrations.find(WorkflowId.of(request.taskId(), attempt)).isPresent()) {
      attempt++; // the id belongs to a task whose own name ends like a retry's
    }
    return WorkflowId.of(request.taskId(), attempt);
  }

  private Optional<Retried> again(Registered known, WorkflowRun next, TaskRequest request) {
    return next.request().equals(request)
        ? keep(known, next)
        : Optional.of(RunRefusals.retriedAs(known.run().id(), next.id()));
  }

  /** What was promised is begun, unless its id was taken before it could be registered. */
  private Optional<Retried> keep(Registered known, WorkflowRun next) {
    var registration = Registration.of(next, known.registration().attempt() + 1);
    if (registrations.create(registration)) {
      instances.begin(next);
      return Optional.of(new Retried.Accepted(next.id()));
    }
    if (registered(next.id()).run().equals(next)) {
      beginIfNeedBe(next);
      return Optional.of(new Retried.Accepted(next.id()));
    }
    var other = new WorkflowRun(free(known, next.request()), next.request(), next.acceptedAt());
    registrations
        .find(known.run().id())
        .ifPresent(current -> registrations.retriedAs(current, other));
    return Optional.empty();
  }
}
