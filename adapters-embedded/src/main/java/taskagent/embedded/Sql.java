package taskagent.embedded;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteException;
import taskagent.domain.port.Unavailable;

/** Explains SQLite's errors. */
final class Sql {

  private Sql() {}

  /** Returns the reason as a clause that may be shown to clients. */
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

  /** Access to the database in a transaction. */
  @FunctionalInterface
  interface Access<T> {
    T run() throws SQLException;
  }

  /** A change of the database in a transaction. */
  @FunctionalInterface
  interface Change {
    void run() throws SQLException;
  }

  /** Changes the database; a failure ends the transaction. */
  static void run(Change change) {
    try {
      change.run();
    } catch (SQLException e) {
      throw new Writer.Failed(e);
    }
  }

  /** Accesses the database; a failure ends the transaction. */
  static <T> T in(Access<T> access) {
    try {
      return access.run();
    } catch (SQLException e) {
      throw new Writer.Failed(e);
    }
  }

  /** Returns the reason if an SQLException is among the causes. */
  static String reason(Throwable e) {
    for (@Nullable Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof SQLException sql) {
        return reason(sql);
      }
    }
    return "it could not be brought up to date";
  }

  /** Converts the error to an answer. The client may retry, unless the file is damaged. */
  static Unavailable unavailable(SQLException e) {
    return damaged(e) ? Unavailable.damaged(reason(e)) : Unavailable.outOfReach(reason(e));
  }

  private static boolean damaged(SQLException e) {
    if (e.getCause() instanceof SQLException cause) {
      return damaged(cause);
    }
    return e instanceof SQLiteException sqlite && (primary(sqlite) == 11 || primary(sqlite) == 26);
  }

  /** Returns true if only the statement failed, and the transaction can continue. */
  static boolean harmless(SQLException e) {
    return e instanceof SQLiteException sqlite && primary(sqlite) == 19; // SQLITE_CONSTRAINT
  }

  /** Returns the primary result code, which is the low byte. */
  private static int primary(SQLiteException e) {
    return e.getResultCode().code & 0xff;
  }
}
