package taskagent.embedded;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.json.RunJson;
import taskagent.json.SagaStateJson;

/**
 * A row of the table {@code workflow}.
 *
 * @param number the row's number, which is the key of its journal
 * @param attempt counts the runs for a task from 1
 * @param retriedAs the run that retries this one
 * @param interrupted true if a process stopped while it drove the saga, so that a call to a
 *     receiver may have been made
 * @param state its saga's state in JSON
 * @param trace the trace of the request that started it
 */
record WorkflowRow(
    long number,
    WorkflowRun run,
    int attempt,
    Optional<WorkflowId> retriedAs,
    Standing standing,
    boolean interrupted,
    boolean cancelRequested,
    String state,
    Optional<String> defect,
    Optional<String> trace) {

  /** The columns to select, in the order in which {@link #of} reads them. */
  static final String COLUMNS =
      " number, request, run, retried_as, wake_at, cancel_requested, state, defect, trace"
          + " FROM workflow ";

  /** The value of wake_at while a process drives the saga. */
  static final long DRIVEN = -1;

  /** The value of wake_at after a process stopped driving the saga; it is due at once. */
  static final long INTERRUPTED = 0;

  /** The stage of a run. */
  enum Standing {
    /** A thread of this process drives it. */
    DRIVEN,
    /** It waits for a time. */
    WAITING,
    ENDED,
    DEFECT
  }

  static WorkflowRow of(ResultSet row) throws SQLException {
    long wakeAt = row.getLong(5);
    boolean waits = !row.wasNull();
    var defect = Optional.ofNullable(row.getString(8));
    return new WorkflowRow(
        row.getLong(1),
        RunJson.read(row.getString(2)),
        row.getInt(3),
        Optional.ofNullable(row.getString(4)).map(WorkflowId::new),
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

  /** Returns the status that clients see, without reading the saga's state. */
  Workflow.Status status() {
    return switch (standing) {
      case DRIVEN, WAITING -> Workflow.Status.RUNNING;
      case ENDED -> Workflow.Status.COMPLETED;
      case DEFECT -> Workflow.Status.FAILED;
    };
  }

  Workflow workflow() {
    return new Workflow(run, SagaStateJson.read(state), defect, retriedAs);
  }
}
