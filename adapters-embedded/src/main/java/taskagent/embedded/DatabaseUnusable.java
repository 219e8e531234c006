package taskagent.embedded;

/** The database cannot be opened. The message says why, and what to do. */
public final class DatabaseUnusable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DatabaseUnusable(String message) {
    super(message);
  }

  DatabaseUnusable(String message, Throwable cause) {
    super(message, cause);
  }
}
