package taskagent.embedded;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowRun;
import taskagent.json.RunJson;
import taskagent.json.SagaStateJson;

/**
 * A row of the table of workflows.
 *
 * @param number counts the runs of a task from 1
 * @param waits whether it is nobody's turn: neither ended nor being driven by this process
 */
record WorkflowRow(
    WorkflowRun run,
    int number,
    Status status,
    boolean waits,
    boolean cancelRequested,
    String state,
    Optional<String> defect) {

  static final String COLUMNS =
      " request, run, status, wake_at, cancel_requested, state, defect FROM workflow ";

  /** The table's own word for where a run stands. */
  enum Status {
    RUNNING,
    ENDED,
    DEFECT
  }

  static WorkflowRow of(ResultSet row) throws SQLException {
    var run = RunJson.read(row.getString(1));
    int number = row.getInt(2);
    var status =
        switch (row.getString(3)) {
          case "running" -> Status.RUNNING;
          case "ended" -> Status.ENDED;
          default -> Status.DEFECT;
        };
    row.getLong(4);
    boolean waits = !row.wasNull();
    return new WorkflowRow(
        run,
        number,
        status,
        waits,
        row.getInt(5) != 0,
        row.getString(6),
        Optional.ofNullable(row.getString(7)));
  }

  Workflow workflow() {
    return new Workflow(run, SagaStateJson.read(state), defect);
  }
}
