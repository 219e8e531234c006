package taskagent.app.client;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code taskagent retry-now}: ends the wait of a workflow for its next attempt. */
@Command(
    name = "retry-now",
    description = "Has a workflow make its next attempt at once, if it waits for one.",
    footer = {
      "",
      "The number of the attempt and the waits after it stay as they are. A workflow that ended"
          + " without completing needs retry."
    })
final class RetryNowCommand extends ClientCommand {

  @Parameters(
      paramLabel = "WORKFLOW",
      converter = IdArgument.class,
      description = "The id of the workflow, such as task-workflow-task-42.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String id;

  @Mixin private final WaitOptions wait = new WaitOptions();

  RetryNowCommand(ClientContext context) {
    super(context);
  }

  @Override
  ExitCode run() {
    var api = api();
    var run = api.post("/workflows/" + id + "/retry-now", null, KeyOption.newKey()).body();
    if (wait.asked()) {
      return wait.await(this, api, id);
    }
    output().one(Columns.STARTED_WORKFLOW, run);
    return ExitCode.DONE;
  }
}
