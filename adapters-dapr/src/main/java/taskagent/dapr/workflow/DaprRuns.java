package taskagent.dapr.workflow;

import static java.lang.System.Logger.Level.DEBUG;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import taskagent.dapr.store.GroupCommit;
import taskagent.dapr.workflow.Registrations.Registered;
import taskagent.domain.engine.KnownRun;
import taskagent.domain.engine.RunStore;
import taskagent.domain.port.Unavailable;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.run.RunView;
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
  private final Registrations registrations;
  private final WorkflowInstances instances;
  private final InstantSource clock;
  private final Semaphore turns = new Semaphore(BEGUN_AT_ONCE, true);

  /** Creates the store. */
  public DaprRuns(
      OpenRuns open,
      Registrations registrations,
      WorkflowInstances instances,
      InstantSource clock) {
    this.open = open;
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

    @Override
    public RunView view() {
      return shown(registered);
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
    return inTurn(
        () -> {
          var added = open.add(run.id());
          registrations.check(run.id());
          GroupCommit.await(added);
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
      inTurn(
          () -> {
            instances.begin(known.registered.instance());
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
    begin(known);
    instances.cancel(known.registered.instance());
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

  /**
   * Begins a run when it is this caller's turn.
   *
   * @throws Unavailable if too many callers wait for theirs
   */
  private boolean inTurn(Supplier<Boolean> begin) {
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

  /** Returns what clients see of a run. A read never begins it. */
  private RunView shown(Registered known) {
    return known
        .end()
        .map(end -> ended(known.run(), end))
        .orElseGet(() -> seen(known))
        .retriedAs(known.registration().retriedAs().map(Run::id));
  }

  private RunView seen(Registered known) {
    var seen = instances.read(known.instance());
    return seen instanceof Seen.Ended(var state)
        ? recorded(known.run(), state)
        : seen.by(known.instance()).orElseGet(() -> instances.notYet(known.run()));
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
