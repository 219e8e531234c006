package taskagent.domain.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import taskagent.domain.port.Removed;
import taskagent.domain.port.Unavailable;
import taskagent.domain.port.Workflows;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.run.RunView;
import taskagent.domain.saga.Directive;
import taskagent.domain.saga.Signal;

/**
 * Stores the runs of an engine, and has them driven. It decides nothing; {@link Runs} does.
 *
 * @param <K> what the engine knows of a stored run
 */
public interface RunStore<K extends KnownRun> {

  /**
   * Carries out a use case. An engine that has transactions carries it out in one. In any other,
   * somebody else may change a run between two calls of the session.
   *
   * @throws Unavailable if the engine cannot be reached
   */
  <T> T in(Function<Session<K>, T> useCase);

  /** Returns what others see of a run; see {@link Workflows#find}. */
  Optional<RunView> find(RunId id);

  /** Waits for the end of a run; see {@link Workflows#await}. */
  Optional<RunView> await(RunId id, Duration atMost, BooleanSupplier stop);

  /**
   * The access to runs during a use case.
   *
   * @param <K> what the engine knows of a stored run
   */
  interface Session<K extends KnownRun> {

    /**
     * Returns the run with an id; empty if there was never one.
     *
     * @throws Removed if it was removed
     */
    Optional<K> known(RunId id);

    /** Returns true if the id cannot be used for a new run: a run has it, or had it. */
    boolean taken(RunId id);

    /**
     * Stores a new run and begins to drive it, if its id is free.
     *
     * @param attempt the number of the run among its retries, from 1
     * @return true if the id was free
     * @throws Removed if a run with this id was removed
     */
    boolean insert(Run run, int attempt);

    /** Begins to drive a run whose creator has not done so. */
    void begin(K known);

    /**
     * Stores which run is to retry an ended one.
     *
     * @return false if somebody else has changed the ended run since it was read
     */
    boolean retryAs(K known, Run next);

    /**
     * Has a running saga compensate its steps.
     *
     * @return false if the run ended before
     */
    boolean cancel(K known);

    /**
     * Has a running saga receive a signal. The same signal can be stored again.
     *
     * @return false if the run ended before
     */
    boolean signal(K known, Signal signal);

    /** Returns true if a run has got a signal with this id, as far as that is still known. */
    boolean signalled(K known, String signal);

    /** Ends a wait of a running saga early. If it is over already, this changes nothing. */
    void retryNow(K known, Directive.Wait wait);
  }
}
