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
 * A row of the table of workflows.
 *
 * @param number the row's own number, by which its journal is kept
 * @param attempt counts the runs for a task from 1
 * @param retriedAs the run that was started when this one was to be tried again
 * @param state its record, as it was written
 */
record WorkflowRow(
    long number,
    WorkflowRun run,
    int attempt,
    Optional<WorkflowId> retriedAs,
    Standing standing,
    boolean cancelRequested,
    String state,
    Optional<String> defect) {

  /** The columns to select, in the order in which {@link #of} reads them. */
  static final String COLUMNS =
      " number, request, run, retried_as, wake_at, cancel_requested, state, defect FROM workflow ";

  /** The value of wake_at while a process is at it. */
  static final long DRIVEN = -1;

  /** Where a run stands. */
  enum Standing {
    /** A thread of this process is at it. */
    DRIVEN,
    /** It waits for its time. */
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
        row.getInt(6) != 0,
        row.getString(7),
        defect);
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

  /** Where it stands as clients see it, which needs no look at its record. */
  Workflow.Status status() {
    return switch (standing) {
      case DRIVEN, WAITING -> Workflow.Status.RUNNING;
      case ENDED -> Workflow.Status.COMPLETED;
      case DEFECT -> Workflow.Status.FAILED;
    };
  }

  Workflow workflow() {
    return new Workflow(run, SagaStateJson.read(state), defect);
  }
}
