package taskagent.view;

import java.sql.SQLException;
import java.util.Optional;

/** Writes runs and their counts. */
final class RunTable {

  private static final String INSERT =
      "INSERT OR REPLACE INTO run (number, id, task, status, step, attempts, waiting, created, updated,"
          + " message, notified, requester) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String UPDATE =
      "UPDATE run SET status = ?, step = ?, attempts = ?, waiting = ?, created = ?, updated = ?,"
          + " message = ?, notified = ?, requester = ? WHERE number = ?";

  private final Session session;
  private final Counts counts;

  RunTable(Session session, Counts counts) {
    this.session = session;
    this.counts = counts;
  }

  /** Adds a row. One that is read twice by a rebuild replaces itself. */
  static void load(Session session, RunRow row) throws SQLException {
    session.update(
        INSERT,
        Numbers.free(session, "run", row.number(), row.id()),
        row.id(),
        row.task(),
        Codes.of(row.status()),
        row.step(),
        row.attempts(),
        row.waiting(),
        row.created(),
        row.updated(),
        row.message(),
        row.notified() ? 1 : 0,
        row.requester());
  }

  /** Writes the present state of a run, and returns the one before. */
  Optional<RunRow> put(RunRow row) throws SQLException {
    var old = find(row.id());
    if (old.filter(row::equals).isPresent()) {
      return old; // the change was read with an earlier one
    }
    if (old.isPresent() && old.get().number() == row.number()) {
      change(row);
      counts.run(old.get(), -1);
    } else {
      if (old.isPresent()) { // it was removed and started again
        remove(old.get());
      }
      load(session, row);
    }
    counts.run(row, 1);
    return old;
  }

  /** Removes a run and returns it, if it is there. */
  Optional<RunRow> remove(String id) throws SQLException {
    var old = find(id);
    if (old.isPresent()) {
      remove(old.get());
    }
    return old;
  }

  private Optional<RunRow> find(String id) throws SQLException {
    return session.first("SELECT" + RunRow.COLUMNS + "FROM run WHERE id = ?", RunRow::of, id);
  }

  private void remove(RunRow row) throws SQLException {
    session.update("DELETE FROM run WHERE number = ?", row.number());
    counts.run(row, -1);
  }

  private void change(RunRow row) throws SQLException {
    session.update(
        UPDATE,
        Codes.of(row.status()),
        row.step(),
        row.attempts(),
        row.waiting(),
        row.created(),
        row.updated(),
        row.message(),
        row.notified() ? 1 : 0,
        row.requester(),
        row.number());
  }
}
