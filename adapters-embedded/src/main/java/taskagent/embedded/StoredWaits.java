package taskagent.embedded;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Corrects the stored times after the clock was set back. Otherwise what waits would wait for as
 * long as the clock was wrong. Deadlines of tasks are not changed, because they are points in time.
 */
final class StoredWaits {

  /** The times of what has happened, none of which can be in the future. */
  private static final List<String> PAST =
      List.of(
          "UPDATE workflow SET ended_at = ? WHERE ended_at > ?",
          "UPDATE task SET closed_at = ? WHERE closed_at > ?",
          "UPDATE conversation SET changed_at = ? WHERE changed_at > ?",
          "UPDATE dead_letter SET dead_at = ? WHERE dead_at > ?",
          "UPDATE removed SET at = ? WHERE at > ?");

  /** The ends of waits, none of which can be further away than its wait is long. */
  private static final List<String> FUTURE =
      List.of(
          "UPDATE workflow SET wake_at = ? + wait WHERE wake_at > 0 AND wake_at > ? + wait",
          "UPDATE outbox SET try_at = ? + wait WHERE try_at > 0 AND try_at > ? + wait");

  private StoredWaits() {}

  /** Shortens what is too far away. Returns how many waits were shortened. */
  static int shorten(Transaction transaction, Instant now) throws SQLException {
    for (var sql : PAST) {
      transaction.update(sql, now, now);
    }
    int shortened = 0;
    for (var sql : FUTURE) {
      shortened += transaction.update(sql, now, now);
    }
    return shortened;
  }
}
