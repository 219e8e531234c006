package taskagent.view;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Tells errors apart, and names them for the log. */
final class Failures {

  private Failures() {}

  /** Returns true if the file is damaged. */
  static boolean damaged(SQLException e) {
    return switch (code(e)) {
      case SQLITE_CORRUPT, SQLITE_NOTADB -> true;
      default -> false;
    };
  }

  /** Returns true if what the file has is not what was written, so that it must be made anew. */
  static boolean unusable(SQLException e) {
    return switch (code(e)) {
      case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_ERROR, SQLITE_CONSTRAINT -> true;
      default -> false;
    };
  }

  /** Returns true if a {@link QueryLimit} ended the query. */
  static boolean interrupted(SQLException e) {
    return code(e) == SQLiteErrorCode.SQLITE_INTERRUPT;
  }

  /** Returns the error for the log. */
  static String name(SQLException e) {
    return code(e).name();
  }

  /** Returns why a file cannot be used, for the log. */
  static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> missing.getFile() + ": it is missing";
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      default -> String.valueOf(e.getMessage());
    };
  }

  private static SQLiteErrorCode code(SQLException e) {
    for (@Nullable Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof SQLiteException sqlite) {
        return SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff);
      }
    }
    return SQLiteErrorCode.UNKNOWN_ERROR;
  }
}
