package taskagent.app.client;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code taskagent cancel}: cancels a task or a workflow. */
@Command(
    name = "cancel",
    description = "Cancels a task, or a workflow, which then compensates its steps.",
    footer = {"", "An id that begins with task-workflow- is that of a workflow."})
final class CancelCommand extends ClientCommand {

  @Parameters(
      paramLabel = "ID",
      converter = IdArgument.class,
      description = "The id of a task or workflow.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String id;

  @Mixin private final KeyOption key = new KeyOption();

  CancelCommand(ClientContext context) {
    super(context);
  }

  @Override
  ExitCode run() {
    boolean workflow = IdArgument.ofWorkflow(id);
    var path = (workflow ? "/workflows/" : "/tasks/") + id + "/cancel";
    output()
        .one(
            workflow ? Columns.STARTED_WORKFLOW : Columns.TASKS,
            api().post(path, null, key.key()).body());
    return ExitCode.DONE;
  }
}
