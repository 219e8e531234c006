package taskagent.view;

import java.sql.SQLException;
import java.util.Optional;
import taskagent.domain.view.TitleText;

/** Writes tasks, their titles for the search, and their counts. */
final class TaskTable {

  private static final String INSERT =
      "INSERT OR REPLACE INTO task (number, id, version, status, assignee, due, created, updated,"
          + " requester, title, description, folded) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String UPDATE =
      "UPDATE task SET version = ?, status = ?, assignee = ?, due = ?, created = ?, updated = ?,"
          + " requester = ?, title = ?, description = ?, folded = ? WHERE number = ?";

  private final Session session;
  private final Counts counts;

  TaskTable(Session session, Counts counts) {
    this.session = session;
    this.counts = counts;
  }

  /**
   * Adds a row to a table that has no index and no counts yet. A row that is read twice replaces
   * itself.
   */
  static void load(Session session, TaskRow row) throws SQLException {
    long _ = insert(session, row, TitleText.folded(row.title()));
  }

  /** Writes the present state of a task, and returns the one before. */
  Optional<TaskRow> put(TaskRow row) throws SQLException {
    var old = find(row.id());
    if (old.filter(row::equals).isPresent()) {
      return old; // the change was read with an earlier one
    }
    if (old.isPresent() && old.get().number() == row.number()) {
      change(old.get(), row);
      return old;
    }
    if (old.isPresent()) { // it was removed and created again
      remove(old.get());
    }
    var folded = TitleText.folded(row.title());
    index(insert(session, row, folded), folded);
    counts.task(row, 1);
    return old;
  }

  /** Removes a task and returns it, if it is there. */
  Optional<TaskRow> remove(String id) throws SQLException {
    var old = find(id);
    if (old.isPresent()) {
      remove(old.get());
    }
    return old;
  }

  private Optional<TaskRow> find(String id) throws SQLException {
    return session.first("SELECT" + TaskRow.COLUMNS + "FROM task WHERE id = ?", TaskRow::of, id);
  }

  private void remove(TaskRow row) throws SQLException {
    session.update("DELETE FROM task WHERE number = ?", row.number());
    session.update("DELETE FROM task_text WHERE rowid = ?", row.number());
    counts.task(row, -1);
  }

  private void change(TaskRow old, TaskRow row) throws SQLException {
    var folded = TitleText.folded(row.title());
    session.update(
        UPDATE,
        row.version(),
        Codes.of(row.status()),
        row.assignee(),
        row.due(),
        row.created(),
        row.updated(),
        row.requester(),
        row.title(),
        row.description(),
        folded,
        row.number());
    if (!old.title().equals(row.title())) {
      session.update("DELETE FROM task_text WHERE rowid = ?", row.number());
      index(row.number(), folded);
    }
    counts.task(old, -1);
    counts.task(row, 1);
  }

  /** Returns the number that the row has got. */
  private static long insert(Session session, TaskRow row, String folded) throws SQLException {
    long number = Numbers.free(session, "task", row.number(), row.id());
    session.update(
        INSERT,
        number,
        row.id(),
        row.version(),
        Codes.of(row.status()),
        row.assignee(),
        row.due(),
        row.created(),
        row.updated(),
        row.requester(),
        row.title(),
        row.description(),
        folded);
    return number;
  }

  private void index(long number, String folded) throws SQLException {
    session.update("INSERT INTO task_text (rowid, folded) VALUES (?, ?)", number, folded);
  }
}
