package taskagent.embedded;

import org.jspecify.annotations.Nullable;

/** A backup cannot be made or restored. The message says why, and what to do. */
public final class BackupFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BackupFailed(String message) {
    super(message);
  }

  BackupFailed(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
