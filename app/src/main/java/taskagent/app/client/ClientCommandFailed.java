package taskagent.app.client;

import java.util.List;

/** A client command cannot be carried out. The message tells the user why, in one line. */
final class ClientCommandFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ExitCode code;
  private final transient List<String> details;

  ClientCommandFailed(ExitCode code, String message) {
    this(code, message, List.of());
  }

  ClientCommandFailed(ExitCode code, String message, List<String> details) {
    super(message);
    this.code = code;
    this.details = List.copyOf(details);
  }

  ExitCode code() {
    return code;
  }

  /** Returns further lines for the user, one for each invalid field. */
  List<String> details() {
    return details;
  }
}
