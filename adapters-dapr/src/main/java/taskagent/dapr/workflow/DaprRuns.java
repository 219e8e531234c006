package taskagent.dapr.workflow;

import static java.lang.System.Logger.Level.DEBUG;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import taskagent.dapr.change.IdIndex;
import taskagent.dapr.store.GroupCommit;
import taskagent.dapr.workflow.Registrations.Registered;
import taskagent.domain.engine.KnownRun;
import taskagent.domain.engine.RunStore;
import taskagent.domain.port.Unavailable;
import taskagent.domain.run.Parent;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.run.RunView;
import taskagent.domain.run.UnknownRun;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.Signal;
import taskagent.json.RegistrationJson.Registration;

/**
 * Runs of the saga as Dapr workflows. A run is first added to the index of open runs, then
 * registered under its id, and then begun. The {@link RunKeeper} begins what its creator did not.
 */
public final class DaprRuns implements RunStore<DaprRuns.Known>, RunStore.Session<DaprRuns.Known> {

  private static final System.Logger LOG = System.getLogger(DaprRuns.class.getName());

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
  private final IdIndex ids;
  private final Registrations registrations;
  private final WorkflowInstances instances;
  private final InstantSource clock;
  private final Turns turns = new Turns(BEGUN_AT_ONCE, TURN_WITHIN);

  /**
   * Creates the store.
   *
   * @param ids the index of all runs
   */
  public DaprRuns(
      OpenRuns open,
      IdIndex ids,
      Registrations registrations,
      WorkflowInstances instances,
      InstantSource clock) {
    this.open = open;
    this.ids = ids;
    this.registrations = registrations;
    this.instances = instances;
    this.clock = clock;
  }

  /** A registered run. */
  public final class Known implements KnownRun {

    private final Registered registered;

    private Known(Registered registered) {
      this.registered = registered;
    }

    @Override
    public Run run() {
      return registered.run();
    }

    @Override
    public int attempt() {
      return registered.registration().attempt();
    }

    @Override
    public Optional<Run> retriedAs() {
      return registered.registration().retriedAs();
    }

    /** A run that Dapr cannot read goes on, because the keeper begins it again. */
    @Override
    public RunView view() {
      return shown(registered, instances::look);
    }
  }

  /** Dapr has no transactions. */
  @Override
  public <T> T in(Function<Session<Known>, T> useCase) {
    return useCase.apply(this);
  }

  @Override
  public Optional<RunView> find(RunId id) {
    return registrations.present(id).map(this::shown);
  }

  @Override
  public Optional<Known> known(RunId id) {
    return registrations.present(id).map(Known::new);
  }

  @Override
  public boolean taken(RunId id) {
    return registrations.taken(id);
  }

  @Override
  public boolean insert(Run run, int attempt) {
    return turns.take(
        () -> {
          var added = open.add(run.id());
          var indexed = ids.add(run.id().value());
          registrations.check(run.id());
          GroupCommit.await(added);
          GroupCommit.await(indexed);
          boolean created = registrations.create(Registration.of(run, attempt));
          if (created) {
            instances.begin(Instance.first(run));
          }
          return created;
        });
  }

  @Override
  public void begin(Known known) {
    if (known.registered.end().isEmpty() && begun(known.registered).isEmpty()) {
      boolean _ =
          turns.take(
              () -> {
                instances.begin(known.registered.toBegin());
                return true;
              });
    }
  }

  @Override
  public boolean retryAs(Known known, Run next) {
    return registrations.retriedAs(known.registered, next);
  }

  @Override
  public boolean cancel(Known known) {
    registrations.cancel(known.run().id()); // if the run stands still, the keeper carries it out
    var instance = known.registered.instance();
    if (instances.look(instance) instanceof Seen.Unreadable) {
      return true; // an instance that begins it again cancels it
    }
    begin(known);
    instances.cancel(instance);
    return !missed(known.registered);
  }

  /**
   * The signal is registered after it was sent, so each registered one has reached an instance. An
   * instance that begins the run again gets all that are registered.
   */
  @Override
  public boolean signal(Known known, Signal signal) {
    begin(known);
    var instance = known.registered.instance();
    instances.signal(instance, signal);
    var now = registrations.signal(known.run().id(), signal);
    if (now.number() != instance.number()) {
      instances.signal(now, signal);
    }
    return true;
  }

  /** The registration knows the last signals only. */
  @Override
  public boolean signalled(Known known, String signal) {
    var registration = known.registered.registration();
    return registration.signals().stream().anyMatch(one -> one.id().equals(signal))
        || registration.latest().generation().seen().contains(signal);
  }

  /** The command names the wait, so that it ends no other one if it comes late. */
  @Override
  public void retryNow(Known known, Directive.Wait wait) {
    instances.retryNow(known.registered.instance(), wait);
  }

  /**
   * Waits briefly until a run has started. Its creator may have died before starting it, but is
   * most probably about to start it, and starting a run that has ended would run it again.
   */
  private Optional<RunView> begun(Registered known) {
    var found = instances.find(known.instance());
    while (found.isEmpty()
        && clock.instant().isBefore(known.run().acceptedAt().plus(ABOUT_TO_BEGIN))) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      found = instances.find(known.instance());
    }
    return found;
  }

  /**
   * Returns what lists show of a run; empty if there is none, or this version does not know its
   * kind. What Dapr cannot read at the moment is shown as if it had not begun, so that it does not
   * hold up the others.
   *
   * @throws Unavailable if Dapr or the store is unavailable
   */
  public Optional<RunView> listed(RunId id) {
    return registrations.find(id).flatMap(this::listed);
  }

  /** Returns what lists show of those of the runs that there are. */
  public List<RunView> listed(List<RunId> ids) {
    return registrations.findAll(ids).stream().flatMap(known -> listed(known).stream()).toList();
  }

  /**
   * Returns those of the ids that no run has.
   *
   * @throws Unavailable if the store is unavailable
   */
  public Set<String> absent(Collection<String> ids) {
    return registrations.absent(ids);
  }

  private Optional<RunView> listed(Registered known) {
    return known.run() instanceof UnknownRun
        ? Optional.empty()
        : Optional.of(shown(known, instances::look));
  }

  /** Returns what clients see of a run. A read never begins it. */
  private RunView shown(Registered known) {
    return shown(known, instances::read);
  }

  private RunView shown(Registered known, Function<Instance, Seen> look) {
    return known
        .end()
        .map(end -> ended(known.run(), end))
        .orElseGet(() -> seen(known, look.apply(known.instance())))
        .retriedAs(known.registration().retriedAs().map(Run::id))
        .startedBy(known.registration().parent().map(Parent::run));
  }

  private RunView seen(Registered known, Seen seen) {
    return seen instanceof Seen.Ended(var state)
        ? recorded(known.run(), state)
        : instances.view(known.instance(), seen).orElseGet(() -> instances.notYet(known.run()));
  }

  /**
   * Records the end of a run before a client sees it, so that the client never sees another one. If
   * that fails, the keeper does it.
   */
  private RunView recorded(Run run, SagaState end) {
    try {
      return ended(run, registrations.ended(run.id(), end));
    } catch (Unavailable e) {
      LOG.log(DEBUG, "the end of workflow {0} is not recorded yet: {1}", run.id(), e.reason());
      return ended(run, end);
    }
  }

  private static RunView ended(Run run, SagaState end) {
    return new RunView(run, end, Optional.empty(), Optional.empty());
  }

  @Override
  public Optional<RunView> await(RunId id, Duration atMost, BooleanSupplier stop) {
    var known = registrations.present(id);
    if (known.filter(run -> run.end().isEmpty()).isEmpty()) {
      return known.map(this::shown);
    }
    instances.await(known.get().instance(), atMost, stop);
    return find(id);
  }

  /** Returns true if the run ended before it could see the cancellation. */
  private boolean missed(Registered known) {
    long end = System.nanoTime() + HEARD.toNanos();
    while (System.nanoTime() < end) {
      var now = instances.find(known.instance());
      if (now.filter(run -> run.state().cancelRequested()).isPresent()) {
        return false;
      }
      if (now.filter(RunView::over).isPresent()) {
        return true;
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    return false; // a step is running; the run sees the cancellation after it
  }
}
