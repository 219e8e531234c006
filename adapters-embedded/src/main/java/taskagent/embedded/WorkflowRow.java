package taskagent.embedded;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Collectors;
import taskagent.domain.engine.Kinds;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.run.RunView;
import taskagent.domain.run.UnknownRun;
import taskagent.json.KindsJson;
import taskagent.json.SagaStateJson;

/**
 * A row of the table {@code workflow}.
 *
 * @param number the row's number, which is the key of its journal
 * @param run the run as it was accepted
 * @param current the generation of the run that is driven now
 * @param attempt counts the runs for a task from 1
 * @param retriedAs the run that retries this one
 * @param interrupted true if a process stopped while it drove the saga, so that a call to a
 *     receiver may have been made
 * @param parent the run that started it, unless that was removed
 * @param state its saga's state in JSON
 * @param trace the trace of the request that started it
 */
record WorkflowRow(
    long number,
    Run run,
    Run current,
    int attempt,
    Optional<RunId> retriedAs,
    Optional<RunId> parent,
    Standing standing,
    boolean interrupted,
    boolean cancelRequested,
    String state,
    Optional<String> defect,
    Optional<String> trace) {

  /** The columns to select, in the order in which {@link #of} reads them. */
  static final String COLUMNS =
      " number, request, run, retried_as, wake_at, cancel_requested, state, defect, trace, kind,"
          + " continued, (SELECT p.id FROM workflow p WHERE p.number = workflow.parent)"
          + " FROM workflow ";

  /** The value of wake_at while a process drives the saga. */
  static final long DRIVEN = -1;

  /** The value of wake_at after a process stopped driving the saga; it is due at once. */
  static final long INTERRUPTED = 0;

  /** The value of wake_at of a wait that a client has ended. */
  static final long ENDED_EARLY = 1;

  /** The value of wake_at while only the end of a child run wakes the saga: the year 9999. */
  static final long FAR = 253_402_300_799_999L;

  /** The stage of a run. */
  enum Standing {
    /** A thread of this process drives it. */
    DRIVEN,
    /** It waits for a time. */
    WAITING,
    ENDED,
    DEFECT
  }

  /** Returns the SQL condition for runs of known kinds. */
  static String known(Kinds kinds) {
    return kinds.ids().stream()
        .map(id -> "'" + id.wireName() + "'")
        .collect(Collectors.joining(", ", "kind IN (", ")"));
  }

  /** Returns the reader of rows with runs of these kinds. */
  static Transaction.Row<WorkflowRow> of(Kinds kinds) {
    return row -> of(kinds, row);
  }

  private static WorkflowRow of(Kinds kinds, ResultSet row) throws SQLException {
    long wakeAt = row.getLong(5);
    boolean waits = !row.wasNull();
    var defect = Optional.ofNullable(row.getString(8));
    var kind = KindsJson.kind(row.getString(10));
    var run = KindsJson.read(kinds, kind, row.getString(2));
    return new WorkflowRow(
        row.getLong(1),
        run,
        Optional.ofNullable(row.getString(11))
            .map(generation -> KindsJson.read(kinds, kind, generation))
            .orElse(run),
        row.getInt(3),
        Optional.ofNullable(row.getString(4)).map(RunId::new),
        Optional.ofNullable(row.getString(12)).map(RunId::new),
        standing(defect.isPresent(), waits, wakeAt),
        waits && wakeAt == INTERRUPTED,
        row.getInt(6) != 0,
        row.getString(7),
        defect,
        Optional.ofNullable(row.getString(9)));
  }

  private static Standing standing(boolean defect, boolean hasWakeAt, long wakeAt) {
    if (defect) {
      return Standing.DEFECT;
    }
    if (!hasWakeAt) {
      return Standing.ENDED;
    }
    return wakeAt == DRIVEN ? Standing.DRIVEN : Standing.WAITING;
  }

  /** Returns true if this version can drive it on now. */
  boolean canGoOn() {
    return standing == Standing.WAITING && !(run instanceof UnknownRun);
  }

  RunView view() {
    return new RunView(run, SagaStateJson.read(state), defect, retriedAs, parent);
  }
}
