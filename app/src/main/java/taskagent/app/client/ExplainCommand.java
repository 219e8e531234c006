package taskagent.app.client;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code taskagent explain}: says why a task is where it is. */
@Command(
    name = "explain",
    description = "Says why a task is where it is, who has to act, and what can be done.")
final class ExplainCommand extends ClientCommand {

  @Parameters(
      paramLabel = "TASK",
      converter = IdArgument.class,
      description = "The id of the task.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String id;

  ExplainCommand(ClientContext context) {
    super(context);
  }

  @Override
  ExitCode run() {
    output().one(Columns.EXPLANATION, api().get("/explain/" + id).body());
    return ExitCode.DONE;
  }
}
