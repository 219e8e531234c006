package taskagent.domain.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import taskagent.domain.port.Removed;
import taskagent.domain.port.Unavailable;
import taskagent.domain.port.Workflows;
import taskagent.domain.port.Workflows.Cancelled;
import taskagent.domain.port.Workflows.RetriedNow;
import taskagent.domain.port.Workflows.Signalled;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunDetails;
import taskagent.domain.run.RunId;
import taskagent.domain.run.RunView;
import taskagent.domain.run.UnknownRun;
import taskagent.domain.saga.CurrentAction;
import taskagent.domain.saga.Saga;
import taskagent.domain.saga.Signal;
import taskagent.domain.saga.StepOutput;

/**
 * The rules for starting, cancelling and signalling runs of any kind, for every engine
 * (specification §4, §10).
 *
 * <p>They hold for a store without transactions, where somebody else may be faster: an id has one
 * run, and a repeated request gets the answer of the first.
 *
 * @param <K> what the engine knows of a stored run
 */
public final class Runs<K extends KnownRun> {

  private final Kinds kinds;
  private final RunStore<K> store;

  /** Creates the rules over a store of runs of these kinds. */
  public Runs(Kinds kinds, RunStore<K> store) {
    this.kinds = kinds;
    this.store = store;
  }

  /** The answer to a request to start a run. */
  public sealed interface Started {

    /** The run was started, now or by the same request before. */
    record Accepted(RunId id) implements Started {}

    /** The id belongs to a run with another input. */
    record Taken(Run by) implements Started {}
  }

  /** Carries out a use case; see {@link RunStore#in}. */
  <T> T in(Function<RunStore.Session<K>, T> useCase) {
    return store.in(useCase);
  }

  /** Returns a run; empty if it does not exist. */
  public Optional<RunView> find(RunId id) {
    return store.find(id);
  }

  /** Returns a run when it is over or the time is; see {@link RunStore#await}. */
  public Optional<RunView> await(RunId id, Duration atMost, BooleanSupplier stop) {
    return store.await(id, atMost, stop);
  }

  /** Starts a run that was accepted now. A repeated request starts nothing. */
  public Started start(Run run) {
    return store.in(runs -> start(runs, run));
  }

  /** Starts a run within a use case. */
  Started start(RunStore.Session<K> runs, Run run) {
    if (runs.insert(run, 1)) {
      return new Started.Accepted(run.id());
    }
    var known = present(runs, run.id());
    if (!known.run().input().equals(run.input())) {
      return new Started.Taken(known.run());
    }
    runs.begin(known);
    return new Started.Accepted(run.id());
  }

  /**
   * Returns a run that somebody else has stored.
   *
   * @throws Unavailable if it is not there
   */
  K present(RunStore.Session<K> runs, RunId id) {
    return runs.known(id)
        .orElseThrow(() -> Unavailable.outOfReach("the store lost workflow " + id));
  }

  /** Cancels a run. */
  public Cancelled cancel(RunId id) {
    return store.in(
        runs -> runs.known(id).map(known -> cancel(runs, known)).orElseGet(Cancelled.Unknown::new));
  }

  private Cancelled cancel(RunStore.Session<K> runs, K known) {
    return !known.view().over() && runs.cancel(known)
        ? new Cancelled.Accepted()
        : RunRefusals.ended(known.run().id());
  }

  /** Passes a signal to a run; see {@link Workflows#signal}. */
  public Signalled signal(RunId id, Signal signal) {
    if (signal.payload().getBytes(StandardCharsets.UTF_8).length > StepOutput.BYTES_AT_MOST) {
      return RunRefusals.tooLong();
    }
    return store.in(
        runs ->
            runs.known(id)
                .map(known -> signal(runs, known, signal))
                .orElseGet(Signalled.Unknown::new));
  }

  private Signalled signal(RunStore.Session<K> runs, K known, Signal signal) {
    var run = known.run();
    if (!saga(run).hears(signal.name())) {
      return RunRefusals.unheard(run, signal.name());
    }
    boolean heard =
        known.view().over() ? runs.signalled(known, signal.id()) : runs.signal(known, signal);
    return heard ? new Signalled.Accepted() : RunRefusals.deaf(run.id());
  }

  /** Has a run try at once what it waits to try; see {@link Workflows#retryNow}. */
  public RetriedNow retryNow(RunId id) {
    return store.in(
        runs ->
            runs.known(id).map(known -> retryNow(runs, known)).orElseGet(RetriedNow.Unknown::new));
  }

  private RetriedNow retryNow(RunStore.Session<K> runs, K known) {
    var saga = saga(known.run());
    var view = known.view();
    if (view.defect().isPresent()) {
      return RunRefusals.awaitsNoAttempt(known.run().id(), "was stopped by a defect");
    }
    var now = CurrentAction.of(saga, view.state());
    if (!(now instanceof CurrentAction.AwaitsAttempt(var wait))) {
      return RunRefusals.awaitsNoAttempt(known.run().id(), now.inWords());
    }
    runs.retryNow(known, wait);
    return new RetriedNow.Accepted();
  }

  /** Returns a run with all that others can know of it; see {@link Workflows#details}. */
  public Optional<RunDetails> details(RunId id, Duration atMost, BooleanSupplier stop) {
    return (atMost.isZero() ? find(id) : await(id, atMost, stop)).map(this::details);
  }

  private RunDetails details(RunView view) {
    var action =
        kinds
            .find(view.run().kind())
            .filter(_ -> view.defect().isEmpty())
            .map(_ -> CurrentAction.of(kinds.saga(view.run()), view.state()));
    return new RunDetails(view, action, children(view));
  }

  private List<RunView> children(RunView view) {
    return view.state().children().stream()
        .flatMap(child -> child(new RunId(child)).stream())
        .toList();
  }

  /** A child that was removed has ended. */
  private Optional<RunView> child(RunId id) {
    try {
      return find(id);
    } catch (Removed e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the saga of a run.
   *
   * @throws Unavailable if this version does not know its kind
   */
  private Saga<?> saga(Run run) {
    if (run instanceof UnknownRun unknown) {
      throw Unavailable.outOfReach(unknown.reason());
    }
    return kinds.saga(run);
  }
}
