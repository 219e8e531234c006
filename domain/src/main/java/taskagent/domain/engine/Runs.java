package taskagent.domain.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import taskagent.domain.port.Unavailable;
import taskagent.domain.port.Workflows.Cancelled;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.run.RunView;
import taskagent.domain.run.UnknownRun;
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

  private Started start(RunStore.Session<K> runs, Run run) {
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

  /** The answer to a signal. */
  public sealed interface Signalled {

    /** The signal is stored, and reaches the saga before its end. */
    record Accepted() implements Signalled {}

    /** The run does not exist. */
    record Unknown() implements Signalled {}

    /** The run has ended, or its kind hears no signals, or the payload is too long. */
    record Refused(String reason) implements Signalled {}
  }

  /** Passes a signal to a run. The same signal, by its id, takes effect at most once. */
  public Signalled signal(RunId id, Signal signal) {
    if (signal.payload().getBytes(StandardCharsets.UTF_8).length > StepOutput.BYTES_AT_MOST) {
      return new Signalled.Refused(
          "the payload has more than " + StepOutput.BYTES_AT_MOST + " bytes");
    }
    return store.in(
        runs ->
            runs.known(id)
                .map(known -> signal(runs, known, signal))
                .orElseGet(Signalled.Unknown::new));
  }

  private Signalled signal(RunStore.Session<K> runs, K known, Signal signal) {
    var run = known.run();
    if (run instanceof UnknownRun unknown) {
      throw Unavailable.outOfReach(unknown.reason());
    }
    if (!kinds.saga(run).hears()) {
      return new Signalled.Refused("workflows of the kind " + run.kind() + " hear no signals");
    }
    return !known.view().over() && runs.signal(known, signal)
        ? new Signalled.Accepted()
        : new Signalled.Refused("workflow " + run.id() + " has ended");
  }
}
