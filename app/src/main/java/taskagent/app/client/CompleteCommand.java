package taskagent.app.client;

import picocli.CommandLine.Command;

/** {@code taskagent complete}: completes a task. */
@Command(name = "complete", description = "Completes a task.")
final class CompleteCommand extends TaskChangeCommand {

  CompleteCommand(ClientContext context) {
    super(context);
  }

  @Override
  ExitCode run() {
    return change("complete", null);
  }
}
