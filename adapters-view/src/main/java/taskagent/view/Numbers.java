package taskagent.view;

import java.sql.SQLException;

/**
 * The numbers of rows. An engine that cannot count its tasks and runs makes a number from the time
 * and the id (ADR 41), so that two of them can have the same one.
 */
final class Numbers {

  private Numbers() {}

  /** Returns the first number from this one on that no other row of the table has. */
  static long free(Session session, String table, long number, String id) throws SQLException {
    var sql = "SELECT id FROM " + table + " WHERE number = ?";
    long free = number;
    while (session
        .first(sql, row -> row.getString(1), free)
        .filter(other -> !other.equals(id))
        .isPresent()) {
      free++;
    }
    return free;
  }
}
