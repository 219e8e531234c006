package taskagent.domain.engine;

import java.time.Instant;
import java.util.List;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.SagaInput;
import taskagent.domain.saga.SagaProgress;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.Signal;

/** The journal and the record of one run, in one transaction of a store. */
public interface Journal {

  /**
   * What a saga received in answer to one directive.
   *
   * @param key identifies the directive
   */
  record Entry(String key, List<SagaInput> inputs) {}

  /** The end of a child run. */
  record ChildEnd(RunId run, Outcome outcome) {}

  /** What a run does next, for the store. */
  sealed interface Next {

    /** It waits until then. */
    record WakeAt(Instant until) implements Next {}

    /** It waits for its child runs. */
    record AwaitsChildren() implements Next {}

    /**
     * It has to call the outside and has no permit: it is due.
     *
     * @param interrupted true if an earlier process may have made that call already
     */
    record Due(boolean interrupted) implements Next {}

    /** It calls the outside. */
    record Calls() implements Next {}

    /** Nothing: it has ended. */
    record Ends() implements Next {}
  }

  /** Returns the entries, oldest first. */
  List<Entry> entries();

  /**
   * Appends an entry.
   *
   * @param position the number of entries before it
   */
  void append(int position, Entry entry);

  /** Returns true if a client cancelled the run. */
  boolean cancelRequested();

  /** Returns the signals that came since the last call, oldest first, and removes them. */
  List<Signal> takeSignals();

  /** Returns the ends of child runs since the last call, oldest first, and removes them. */
  List<ChildEnd> takeChildEnds();

  /**
   * Returns true if the stored wait of the run is over. If the clock was set back, that is earlier
   * than the time that the saga asked for.
   */
  boolean waitIsOver(Instant now);

  /** Reports progress, once the transaction is durable. */
  void report(SagaProgress progress);

  /** Stores the state of the run, and what it does next. */
  void save(SagaState state, Next next);

  /**
   * Continues the run as new: drops the entries, and stores the next generation, which is due.
   * Signals that were not taken stay.
   *
   * @param begun its first state
   */
  void restart(Run next, SagaState begun);
}
