package taskagent.view;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;
import taskagent.domain.view.Changes.Stored;
import taskagent.domain.view.Condition;

/** A row of the table {@code task}. */
record TaskRow(
    long number,
    String id,
    long version,
    TaskStatus status,
    String assignee,
    long due,
    long created,
    long updated,
    String requester,
    String title,
    String description) {

  static final String COLUMNS =
      " number, id, version, status, assignee, due, created, updated, requester, title, description ";

  static TaskRow of(Stored<TaskSnapshot> stored) {
    var task = stored.value();
    return new TaskRow(
        stored.number(),
        task.id().value(),
        task.version(),
        task.status(),
        task.assignee().orElse(""),
        task.deadline().map(Instant::toEpochMilli).orElse(Condition.NO_DEADLINE),
        task.createdAt().toEpochMilli(),
        task.updatedAt().toEpochMilli(),
        task.requestedBy().orElse(""),
        task.title(),
        task.description());
  }

  static TaskRow of(ResultSet row) throws SQLException {
    return new TaskRow(
        row.getLong(1),
        row.getString(2),
        row.getLong(3),
        Codes.taskStatus(row.getInt(4)),
        row.getString(5),
        row.getLong(6),
        row.getLong(7),
        row.getLong(8),
        row.getString(9),
        row.getString(10),
        row.getString(11));
  }

  TaskSnapshot snapshot() {
    return new TaskSnapshot(
        new TaskId(id),
        title,
        description,
        status,
        Optional.of(assignee).filter(name -> !name.isEmpty()),
        due == Condition.NO_DEADLINE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(due)),
        Instant.ofEpochMilli(created),
        Instant.ofEpochMilli(updated),
        version,
        Optional.of(requester).filter(name -> !name.isEmpty()));
  }
}
