package taskagent.app.client;

/** The exit codes of the client commands. Scripts rely on them, so none changes its meaning. */
enum ExitCode {
  /** The command did what it should. */
  DONE(0),
  /** The command failed for a reason that no other code names. */
  FAILED(1),
  /** The command line is invalid, or the server found a value invalid. */
  USAGE(2),
  /** There is no such task, workflow or dead letter. */
  NOT_FOUND(3),
  /** The server does not allow this client to do that. */
  NOT_ALLOWED(4),
  /** The state of the task or workflow does not allow the command. */
  REFUSED(5),
  /** The server did not answer, or was too busy. */
  UNREACHABLE(6),
  /** The wait ended before what was awaited had happened. */
  PENDING(8);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /** Returns the exit code for the status of an HTTP answer. */
  static ExitCode of(int status) {
    return switch (status) {
      case 400, 413, 414, 415, 422, 431 -> USAGE;
      case 404, 410 -> NOT_FOUND;
      case 401, 403, 421 -> NOT_ALLOWED;
      case 409, 412 -> REFUSED;
      case 429, 502, 503, 504 -> UNREACHABLE;
      default -> status < 300 ? DONE : FAILED;
    };
  }
}
