package taskagent.embedded;

import java.sql.SQLException;
import taskagent.domain.task.Timeline;

/**
 * The rows of a task's timeline. A row has the entries of a turn; its version is that of the last
 * one. Older versions of Task Agent kept all rows, so a task may have very many of them: they are
 * neither all read nor removed at once.
 */
final class TimelineRows {

  /** How many rows are removed at once: what the writer does in a fraction of a millisecond. */
  static final int BATCH = 50;

  /** Reads the rows of a task, by its id, that have the entries to keep. */
  static final String KEPT =
      """
      WITH own AS (SELECT number FROM task WHERE id = ?),
        head AS (%s),
        tail AS (SELECT max(version) - %d AS version FROM timeline
                 WHERE task = (SELECT number FROM own))
      SELECT events FROM timeline
      WHERE task = (SELECT number FROM own) AND version <= (SELECT version FROM head)
      UNION ALL
      SELECT events FROM timeline
      WHERE task = (SELECT number FROM own)
        AND version > (SELECT max(head.version, tail.version) FROM head, tail)
      """
          .formatted(head("(SELECT number FROM own)"), Timeline.LAST);

  private static final String TRIM =
      """
      WITH head AS (%s)
      DELETE FROM timeline
      WHERE task = ?1
        AND version IN (
          SELECT version FROM timeline
          WHERE task = ?1 AND version > (SELECT version FROM head) AND version <= ?2
          ORDER BY version LIMIT %d)
      """
          .formatted(head("?1"), BATCH);

  /** The oldest tasks with more entries than are kept. */
  private static final String NEXT_LONG =
      "SELECT number, version FROM task WHERE number > ? AND version > %d ORDER BY number LIMIT 1"
          .formatted(Timeline.FIRST + Timeline.LAST);

  private final Database database;
  private final Writer writer;
  private long done;
  private boolean allDone;

  TimelineRows(Database database, Writer writer) {
    this.database = database;
    this.writer = writer;
  }

  /** Finds the last row with one of the first entries. */
  private static String head(String task) {
    return """
    SELECT coalesce(min(version), %1$d) AS version FROM timeline WHERE task = %2$s AND version >= %1$d
    """
        .formatted(Timeline.FIRST, task);
  }

  /**
   * Removes some rows of a task that are not kept.
   *
   * @param version of the last entry
   * @return how many
   */
  static int trim(Transaction transaction, long task, long version) throws SQLException {
    long before = version - Timeline.LAST;
    return before <= Timeline.FIRST ? 0 : transaction.update(TRIM, task, before);
  }

  /**
   * Removes some rows that an older version of Task Agent has kept.
   *
   * @return true if there may be more
   */
  boolean removeOld() {
    if (allDone) {
      return false;
    }
    var next = database.first(NEXT_LONG, row -> new long[] {row.getLong(1), row.getLong(2)}, done);
    if (next.isEmpty()) {
      allDone = true;
      return false;
    }
    long task = next.get()[0];
    int removed = writer.write(transaction -> trim(transaction, task, next.get()[1]));
    if (removed < BATCH) {
      done = task;
    }
    return true;
  }
}
