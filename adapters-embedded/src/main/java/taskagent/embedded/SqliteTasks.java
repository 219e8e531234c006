package taskagent.embedded;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import taskagent.domain.port.Tasks;
import taskagent.domain.task.Task;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskDecision;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;
import taskagent.json.Events;
import taskagent.json.TaskEventJson;
import taskagent.json.TaskJson;

/** Tasks in SQLite: a turn is a transaction that saves state, timeline and outbox together. */
final class SqliteTasks implements Tasks {

  private final Database database;
  private final Writer writer;
  private final InstantSource clock;
  private final Due due;
  private final Counters counters;

  SqliteTasks(Database database, Writer writer, InstantSource clock, Due due, Counters counters) {
    this.database = database;
    this.writer = writer;
    this.clock = clock;
    this.due = due;
    this.counters = counters;
  }

  @Override
  public Optional<TaskSnapshot> find(TaskId id) {
    return database
        .first("SELECT doc FROM task WHERE id = ?", row -> row.getString(1), id.value())
        .map(doc -> TaskJson.read(doc).snapshot());
  }

  @Override
  public Optional<List<TaskEvent>> timeline(TaskId id) {
    var entries =
        database.list(
            "SELECT entry FROM timeline WHERE task_id = ? ORDER BY version",
            row -> TaskEventJson.read(row.getString(1)),
            id.value());
    return entries.isEmpty() ? Optional.empty() : Optional.of(entries);
  }

  @Override
  public List<TaskAnswer> run(TaskId id, List<TaskCommand> commands) {
    return writer.write(transaction -> in(transaction).run(id, commands));
  }

  /** The same tasks within a transaction that somebody else began and will commit. */
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
      public List<TaskAnswer> run(TaskId id, List<TaskCommand> commands) {
        try {
          return turn(transaction, id, commands);
        } catch (SQLException e) {
          throw new Writer.Failed(e);
        }
      }
    };
  }

  /** The reminder of a task fired. Says whether it made the task overdue. */
  boolean deadlineReached(Transaction transaction, TaskId id) throws SQLException {
    var reminder =
        transaction
            .first("SELECT doc FROM task WHERE id = ?", row -> row.getString(1), id.value())
            .flatMap(doc -> TaskJson.read(doc).reminder());
    if (reminder.isEmpty()) {
      return false; // completed, cancelled or moved since it was found due
    }
    var answer =
        turn(transaction, id, List.of(new TaskCommand.DeadlineReached(reminder.get()))).getFirst();
    return answer instanceof TaskAnswer.Accepted(var task) && task.status() == TaskStatus.OVERDUE;
  }

  private List<TaskAnswer> turn(Transaction transaction, TaskId id, List<TaskCommand> commands)
      throws SQLException {
    var before =
        transaction
            .first("SELECT doc FROM task WHERE id = ?", row -> row.getString(1), id.value())
            .map(TaskJson::read);
    var now = clock.instant();
    var answers = new ArrayList<TaskAnswer>();
    var events = new ArrayList<TaskEvent>();
    var task = before;
    boolean save = false;
    for (var command : commands) {
      TaskDecision decision = Task.decide(id, task, command, now);
      answers.add(decision.answer());
      events.addAll(decision.events());
      task = decision.task();
      save |= decision.save();
      if (decision.refused()) {
        break;
      }
    }
    if (save && task.isPresent()) {
      save(transaction, before, task.get());
      append(transaction, events);
    }
    return answers;
  }

  private void save(Transaction transaction, Optional<Task> before, Task after)
      throws SQLException {
    Optional<Instant> reminder = after.reminder();
    int saved =
        before.isEmpty()
            ? transaction.update(
                "INSERT INTO task (id, version, due_at, doc) VALUES (?, ?, ?, ?)",
                after.id().value(),
                after.version(),
                reminder,
                TaskJson.write(after))
            : transaction.update(
                "UPDATE task SET version = ?, due_at = ?, doc = ? WHERE id = ? AND version = ?",
                after.version(),
                reminder,
                TaskJson.write(after),
                after.id().value(),
                before.get().version());
    if (saved != 1) {
      throw new IllegalStateException("task " + after.id() + " was changed by somebody else");
    }
    reminder.ifPresent(due::expect);
  }

  private void append(Transaction transaction, List<TaskEvent> events) throws SQLException {
    for (var event : events) {
      transaction.update(
          "INSERT INTO timeline (task_id, version, entry) VALUES (?, ?, ?)",
          event.task().value(),
          event.version(),
          TaskEventJson.write(event));
      Outbox.add(transaction, Events.of(event));
      counters.taskEvent(event.type());
    }
  }
}
