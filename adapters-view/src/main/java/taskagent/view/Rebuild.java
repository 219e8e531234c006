package taskagent.view;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import taskagent.domain.port.Unavailable;
import taskagent.domain.view.Changes;
import taskagent.domain.view.Changes.Part;
import taskagent.domain.view.Changes.Stored;

/**
 * Makes the view anew from the engine's tables: rows first, then indexes, texts and counts, which
 * is several times faster than one row after the other. The engine is read in small parts. What
 * changes meanwhile is in the log, after the position that was noted before. An id that is removed
 * and used again meanwhile may be read twice; its index then fails, and the view is made once more.
 */
final class Rebuild {

  private static final System.Logger LOG = System.getLogger(Rebuild.class.getName());

  /** How many rows are read at once: about 10 ms of work for one of the engine's readers. */
  private static final int PART = 1_000;

  /** How long to wait if the engine cannot be read. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final ViewFile file;
  private final Changes changes;
  private final BooleanSupplier closing;

  Rebuild(ViewFile file, Changes changes, BooleanSupplier closing) {
    this.file = file;
    this.changes = changes;
    this.closing = closing;
  }

  /** The view is closing, and the file is incomplete. */
  static final class Stopped extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Makes the file.
   *
   * @param why in words for the log
   * @param position of the log, from before the first row was read
   */
  void run(String why, long position) throws SQLException, IOException, Stopped {
    LOG.log(INFO, "the lists are being built, because {0}; until then they answer 503", why);
    long begun = System.nanoTime();
    file.delete();
    changes.readUpTo(position);
    long rows;
    try (var connection = file.filling();
        var _ = QueryLimit.until(connection, closing)) {
      var session = new Session(connection);
      ViewSchema.createTables(session);
      rows =
          load(session, changes::tasks, task -> TaskTable.load(session, TaskRow.of(task)))
              + load(session, changes::runs, run -> RunTable.load(session, RunRow.of(run)))
              + load(session, changes::audits, entry -> AuditRow.of(entry).add(session));
      ViewSchema.derive(session);
      session.update("INSERT INTO position (epoch, seq) VALUES (?, ?)", changes.epoch(), position);
      session.release();
    } catch (SQLException e) {
      if (closing.getAsBoolean()) {
        throw new Stopped();
      }
      throw e;
    }
    file.sync(); // before the mark, which says that all of it is there
    try (var connection = file.filling()) {
      ViewSchema.markComplete(new Session(connection));
    }
    LOG.log(
        INFO,
        "the lists are built: {0} rows in {1} s",
        rows,
        Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1_000.0);
  }

  /** Reads a part of the engine's rows. */
  @FunctionalInterface
  private interface Parts<T> {
    Part<T> after(long number, int limit);
  }

  /** Adds a row to the view. */
  @FunctionalInterface
  private interface Loading<T> {
    void load(Stored<T> stored) throws SQLException;
  }

  private <T> long load(Session session, Parts<T> parts, Loading<T> loading)
      throws SQLException, Stopped {
    long rows = 0;
    var next = OptionalLong.of(0);
    while (next.isPresent()) {
      var part = read(parts, next.getAsLong());
      session.execute("BEGIN");
      for (var stored : part.rows()) {
        loading.load(stored);
      }
      session.execute("COMMIT");
      rows += part.rows().size();
      next = part.next();
      goOn();
    }
    return rows;
  }

  /** Waits while the engine cannot be read. To begin again would mean to read everything again. */
  private <T> Part<T> read(Parts<T> parts, long place) throws Stopped {
    while (true) {
      try {
        return parts.after(place, PART);
      } catch (Unavailable e) {
        LOG.log(DEBUG, "the lists are built later: {0}", e.reason());
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        throw new Stopped();
      }
      goOn();
    }
  }

  private void goOn() throws Stopped {
    if (closing.getAsBoolean()) {
      throw new Stopped();
    }
  }
}
