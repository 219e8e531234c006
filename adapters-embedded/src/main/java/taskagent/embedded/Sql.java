package taskagent.embedded;

import java.sql.SQLException;
import org.sqlite.SQLiteException;
import taskagent.domain.port.Unavailable;

/** What SQLite's errors mean. */
final class Sql {

  private Sql() {}

  /** The reason in a sentence that may be shown to anybody. */
  static String reason(SQLException e) {
    if (e.getCause() instanceof SQLException cause) {
      return reason(cause);
    }
    if (!(e instanceof SQLiteException sqlite)) {
      return "the database is out of reach";
    }
    return switch (primary(sqlite)) {
      case 5, 6 -> "the database is locked by another process";
      case 7 -> "there is not enough memory for the database";
      case 8 -> "the database is read-only";
      case 10 -> "the disk under the database fails";
      case 11, 26 -> "the database file is corrupt";
      case 13 -> "the disk under the database is full";
      case 14 -> "the database file cannot be opened";
      default -> "the database failed (" + sqlite.getResultCode().name() + ")";
    };
  }

  /** The error as an answer: nothing is lost, ask again. */
  static Unavailable unavailable(SQLException e) {
    return Unavailable.outOfReach(reason(e));
  }

  /** Whether only the statement failed, and the transaction can go on without it. */
  static boolean harmless(SQLException e) {
    return e instanceof SQLiteException sqlite && primary(sqlite) == 19; // SQLITE_CONSTRAINT
  }

  /** The low byte is the primary result code; the others say more of it. */
  private static int primary(SQLiteException e) {
    return e.getResultCode().code & 0xff;
  }
}
