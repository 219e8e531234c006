package taskagent.embedded;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import taskagent.domain.port.Unavailable;

/**
 * What the engine finds at its start.
 *
 * @param resumed sagas that an earlier process was driving when it stopped
 * @param waiting sagas that wait for their next attempt
 * @param missed deadlines that passed while no process ran
 * @param pending events that are still to be published
 * @param unknown the kinds that this version does not know and that have unfinished runs
 */
record Recovery(int resumed, long waiting, long missed, long pending, List<String> unknown) {

  private static final System.Logger LOG = System.getLogger(Recovery.class.getName());

  /**
   * Makes the sagas due that an earlier process was driving. This is the first write, so a database
   * that cannot be written is noticed before anything else is started.
   *
   * @param known selects the runs of known kinds
   * @throws Unavailable if the database cannot be written
   */
  static Recovery begin(DataSource writing, String known, Instant now) {
    try (var connection = writing.getConnection()) {
      var transaction = new Transaction(connection);
      long waiting = transaction.count("SELECT count(*) FROM workflow WHERE wake_at >= 0");
      long missed = transaction.count("SELECT count(*) FROM task WHERE due_at <= ?", now);
      long pending = transaction.count("SELECT count(*) FROM outbox");
      var unknown =
          transaction.list(
              "SELECT DISTINCT kind FROM workflow WHERE wake_at IS NOT NULL AND NOT "
                  + known
                  + " ORDER BY kind",
              row -> row.getString(1));
      StoredWaits.shorten(transaction, now);
      int resumed =
          transaction.update(
              "UPDATE workflow SET wake_at = ? WHERE wake_at = ?",
              WorkflowRow.INTERRUPTED,
              WorkflowRow.DRIVEN);
      return new Recovery(resumed, waiting, missed, pending, unknown);
    } catch (SQLException e) {
      throw Sql.unavailable(e);
    }
  }

  void log() {
    LOG.log(
        System.Logger.Level.INFO,
        "started: {0} runs resumed, {1} runs waiting, {2} deadlines missed, {3} events pending",
        resumed,
        waiting,
        missed,
        pending);
    if (!unknown.isEmpty()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "runs of these kinds are left alone, because this version does not know them: {0}",
          String.join(", ", unknown));
    }
  }
}
