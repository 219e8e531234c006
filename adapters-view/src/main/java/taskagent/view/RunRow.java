package taskagent.view;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import taskagent.domain.explain.RunStep;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowResult;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Outcome;
import taskagent.domain.task.TaskId;
import taskagent.domain.view.Changes.Stored;
import taskagent.domain.view.RunState;
import taskagent.domain.view.RunSummary;

/** A row of the table {@code run}. */
record RunRow(
    long number,
    String id,
    String task,
    RunState status,
    String step,
    int attempts,
    String waiting,
    long created,
    long updated,
    String message,
    boolean notified,
    String requester) {

  static final String COLUMNS =
      " number, id, task, status, step, attempts, waiting, created, updated, message, notified,"
          + " requester ";

  static RunRow of(Stored<Workflow> stored) {
    var run = stored.value();
    var step = RunStep.of(run);
    var result = run.defect().isPresent() ? Optional.<WorkflowResult>empty() : run.result();
    return new RunRow(
        stored.number(),
        run.run().id().value(),
        run.run().request().taskId().value(),
        RunState.of(run),
        step.map(RunStep::name).orElse(""),
        step.map(RunStep::attempts).orElse(0),
        step.flatMap(RunStep::waitingFor).orElse(""),
        run.run().acceptedAt().toEpochMilli(),
        run.state().updatedAt().toEpochMilli(),
        result.map(WorkflowResult::message).orElse(""),
        result.map(WorkflowResult::notified).orElse(false),
        run.run().request().requestedBy().orElse(""));
  }

  static RunRow of(ResultSet row) throws SQLException {
    return new RunRow(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        Codes.runState(row.getInt(4)),
        row.getString(5),
        row.getInt(6),
        row.getString(7),
        row.getLong(8),
        row.getLong(9),
        row.getString(10),
        row.getInt(11) != 0,
        row.getString(12));
  }

  RunSummary summary() {
    var taskId = new TaskId(task);
    return new RunSummary(
        new RunId(id),
        taskId,
        status.status(),
        outcome().map(outcome -> new WorkflowResult(taskId, outcome, message, notified)),
        Optional.of(step).filter(name -> !name.isEmpty()),
        attempts,
        Optional.of(waiting).filter(reason -> !reason.isEmpty()),
        Instant.ofEpochMilli(created),
        Instant.ofEpochMilli(updated),
        Optional.of(requester).filter(name -> !name.isEmpty()));
  }

  private Optional<Outcome> outcome() {
    return switch (status) {
      case RUNNING, DEFECT -> Optional.empty();
      case COMPLETED -> Optional.of(Outcome.COMPLETED);
      case REJECTED -> Optional.of(Outcome.REJECTED);
      case FAILED -> Optional.of(Outcome.FAILED);
      case CANCELLED -> Optional.of(Outcome.CANCELLED);
      case COMPENSATION_FAILED -> Optional.of(Outcome.COMPENSATION_FAILED);
    };
  }
}
