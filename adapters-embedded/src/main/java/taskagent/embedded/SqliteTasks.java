package taskagent.embedded;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import taskagent.domain.port.Tasks;
import taskagent.domain.task.Task;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;
import taskagent.domain.task.TaskTurn;
import taskagent.domain.task.Timeline;
import taskagent.json.Events;
import taskagent.json.TaskEventJson;
import taskagent.json.TaskJson;

/** Tasks in SQLite. One transaction stores a task's state, timeline and events. */
final class SqliteTasks implements Tasks {

  private final Database database;
  private final Writer writer;
  private final InstantSource clock;
  private final DueSignal due;

  SqliteTasks(Database database, Writer writer, InstantSource clock, DueSignal due) {
    this.database = database;
    this.writer = writer;
    this.clock = clock;
    this.due = due;
  }

  @Override
  public Optional<TaskSnapshot> find(TaskId id) {
    var found =
        database.first(
            "SELECT doc FROM task WHERE id = ?",
            row -> TaskJson.read(row.getString(1)).snapshot(),
            id.value());
    if (found.isEmpty()) {
      RemovedIds.check(database, id);
    }
    return found;
  }

  @Override
  public Optional<List<TaskEvent>> timeline(TaskId id) {
    var turns =
        database.list(
            TimelineRows.KEPT, row -> TaskEventJson.readAll(row.getString(1)), id.value());
    if (turns.isEmpty()) {
      RemovedIds.check(database, id);
      return Optional.empty();
    }
    return Optional.of(Timeline.kept(turns.stream().flatMap(List::stream).toList()));
  }

  @Override
  public List<TaskAnswer> run(TaskId id, List<TaskCommand> commands) {
    return write(transaction -> in(transaction).run(id, commands));
  }

  @Override
  public Removal remove(TaskId id) {
    return write(transaction -> remove(transaction, id));
  }

  private <T> T write(Writer.Work<T> work) {
    var request = AuditedRequest.here();
    return writer.write(
        transaction -> {
          var answer = work.in(transaction);
          request.ifPresent(audited -> audited.record(transaction, answer));
          return answer;
        });
  }

  private Removal remove(Transaction transaction, TaskId id) throws SQLException {
    var found = row(transaction, id);
    if (found.isEmpty()) {
      RemovedIds.check(transaction, id);
      return Removal.UNKNOWN;
    }
    if (found.get().task().closedAt().isEmpty()) {
      return Removal.OPEN;
    }
    transaction.update("DELETE FROM task WHERE number = ?", found.get().number());
    deleted(transaction, found.get().number(), id.value(), clock.instant());
    return Removal.DONE;
  }

  /** Deletes what belongs to a deleted task, and records its removal. */
  static void deleted(Transaction transaction, long number, String id, Instant at)
      throws SQLException {
    transaction.update("DELETE FROM timeline WHERE task = ?", number);
    RemovedIds.addTask(transaction, id, at);
    ChangeLog.addTask(transaction, id, at);
  }

  /** Returns the same tasks within a transaction that the caller commits. */
  Tasks in(Transaction transaction) {
    return new Tasks() {
      @Override
      public Optional<TaskSnapshot> find(TaskId id) {
        return SqliteTasks.this.find(id);
      }

      @Override
      public Optional<List<TaskEvent>> timeline(TaskId id) {
        return SqliteTasks.this.timeline(id);
      }

      @Override
      public Removal remove(TaskId id) {
        try {
          return SqliteTasks.this.remove(transaction, id);
        } catch (SQLException e) {
          throw new Writer.Failed(e);
        }
      }

      @Override
      public List<TaskAnswer> run(TaskId id, List<TaskCommand> commands) {
        try {
          var before = row(transaction, id);
          if (before.isEmpty()) {
            RemovedIds.check(transaction, id);
          }
          return turn(transaction, id, before, commands);
        } catch (SQLException e) {
          throw new Writer.Failed(e);
        }
      }
    };
  }

  /** Handles a task's expired deadline. Returns true if the task became overdue. */
  boolean deadlineReached(Transaction transaction, TaskId id) throws SQLException {
    var before = row(transaction, id);
    var reminder = before.flatMap(row -> row.task().reminder());
    if (reminder.isEmpty()) {
      return false; // completed, cancelled or postponed in the meantime
    }
    var reached = List.<TaskCommand>of(new TaskCommand.DeadlineReached(reminder.get()));
    var answer = turn(transaction, id, before, reached).getFirst();
    return answer instanceof TaskAnswer.Accepted(var task) && task.status() == TaskStatus.OVERDUE;
  }

  /** A task and the number of its row. */
  private record Row(long number, Task task) {}

  private static Optional<Row> row(Transaction transaction, TaskId id) throws SQLException {
    return transaction.first(
        "SELECT number, doc FROM task WHERE id = ?",
        row -> new Row(row.getLong(1), TaskJson.read(row.getString(2))),
        id.value());
  }

  private List<TaskAnswer> turn(
      Transaction transaction, TaskId id, Optional<Row> before, List<TaskCommand> commands)
      throws SQLException {
    var turn = TaskTurn.of(id, before.map(Row::task), commands, clock.instant());
    if (turn.save() && turn.task().isPresent()) {
      append(transaction, save(transaction, before, turn.task().get()), turn.events());
    }
    return turn.answers();
  }

  private long save(Transaction transaction, Optional<Row> before, Task after) throws SQLException {
    Optional<Instant> reminder = after.reminder();
    reminder.ifPresent(due::expect);
    var number =
        before.isEmpty()
            ? transaction.first(
                "INSERT INTO task (id, version, due_at, closed_at, doc) VALUES (?, ?, ?, ?, ?)"
                    + " RETURNING number",
                row -> row.getLong(1),
                after.id().value(),
                after.version(),
                reminder,
                after.closedAt(),
                TaskJson.write(after))
            : transaction.first(
                "UPDATE task SET version = ?, due_at = ?, closed_at = ?, doc = ?"
                    + " WHERE number = ? AND version = ? RETURNING number",
                row -> row.getLong(1),
                after.version(),
                reminder,
                after.closedAt(),
                TaskJson.write(after),
                before.get().number(),
                before.get().task().version());
    ChangeLog.addTask(transaction, after.id().value(), clock.instant());
    return number.orElseThrow(
        () -> new IllegalStateException("task " + after.id() + " was changed concurrently"));
  }

  private void append(Transaction transaction, long number, List<TaskEvent> events)
      throws SQLException {
    if (events.isEmpty()) {
      return;
    }
    transaction.update(
        "INSERT INTO timeline (task, version, events) VALUES (?, ?, ?)",
        number,
        events.getLast().version(),
        TaskEventJson.writeAll(events));
    TimelineRows.trim(transaction, number, events.getLast().version());
    for (var event : events) {
      SqliteOutbox.add(transaction, Events.of(event));
      transaction.report(activity -> activity.taskChanged(event));
    }
  }
}
