package taskagent.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.sqlite.ProgressHandler;

/**
 * Checks a database after its server did not end in order. The check reads the whole file, so it
 * has a limit: a start must not take minutes.
 */
final class IntegrityCheck extends ProgressHandler {

  private static final System.Logger LOG = System.getLogger(IntegrityCheck.class.getName());
  private static final Duration AT_MOST = Duration.ofSeconds(20);
  private static final Duration REPORTS_EVERY = Duration.ofSeconds(5);
  private static final int STEPS = 10_000;

  private final long begun = System.nanoTime();
  private long reported = begun;
  private boolean stopped;

  private IntegrityCheck() {}

  /**
   * Checks a database.
   *
   * @throws DatabaseUnusable if it is damaged
   */
  static void run(Path file, DataSource source) {
    try (var connection = source.getConnection()) {
      run(file, connection);
    } catch (SQLException e) {
      throw new DatabaseUnusable(file + " cannot be read: " + Sql.reason(e) + ".", e);
    }
  }

  private static void run(Path file, Connection connection) throws SQLException {
    var check = new IntegrityCheck();
    ProgressHandler.setHandler(connection, STEPS, check);
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("PRAGMA quick_check(1)")) {
      if (rows.next() && !rows.getString(1).equals("ok")) {
        LOG.log(System.Logger.Level.DEBUG, "the check found: {0}", rows.getString(1));
        throw new DatabaseUnusable(file + " is corrupt. Restore a backup.");
      }
    } catch (SQLException e) {
      if (!check.stopped) {
        throw e;
      }
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} is not checked to the end, because that takes long; a backup checks all of it",
          file);
    } finally {
      ProgressHandler.clearHandler(connection);
    }
  }

  @Override
  protected int progress() {
    long now = System.nanoTime();
    if (now - reported > REPORTS_EVERY.toNanos()) {
      reported = now;
      LOG.log(
          System.Logger.Level.INFO,
          "checking the database, because its server did not end in order ...");
    }
    stopped = now - begun > AT_MOST.toNanos();
    return stopped ? 1 : 0;
  }
}
