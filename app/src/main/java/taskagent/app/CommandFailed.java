package taskagent.app;

/** A command cannot be carried out. The message tells the user why, without a stack trace. */
final class CommandFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CommandFailed(String message, Throwable cause) {
    super(message, cause);
  }

  CommandFailed(String message) {
    super(message);
  }
}
