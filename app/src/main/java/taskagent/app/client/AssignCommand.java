package taskagent.app.client;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code taskagent assign}: assigns a task. */
@Command(name = "assign", description = "Assigns a task, also one that has an assignee.")
final class AssignCommand extends TaskChangeCommand {

  @Parameters(index = "1", paramLabel = "ASSIGNEE", description = "Who is to do it.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String assignee;

  AssignCommand(ClientContext context) {
    super(context);
  }

  @Override
  ExitCode run() {
    return change("assign", ServerAnswer.JSON.createObjectNode().put("assignee", assignee));
  }
}
