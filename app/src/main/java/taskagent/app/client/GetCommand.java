package taskagent.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code taskagent get}: shows a task or a workflow. */
@Command(
    name = "get",
    description = "Shows a task, or a workflow with its steps.",
    footer = {
      "",
      "An id that begins with task-workflow- is that of a workflow. Workflows that process no task have"
          + " other ids, and need --workflow."
    })
final class GetCommand extends ClientCommand {

  @Parameters(
      paramLabel = "ID",
      converter = IdArgument.class,
      description = "The id of a task or workflow.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String id;

  @Option(names = "--workflow", description = "The id is that of a workflow.")
  private boolean workflow;

  GetCommand(ClientContext context) {
    super(context);
  }

  @Override
  ExitCode run() {
    var output = output();
    if (!workflow && !IdArgument.ofWorkflow(id)) {
      output.one(Columns.TASKS, api().get("/tasks/" + id).body());
      return ExitCode.DONE;
    }
    var found = api().get("/workflows/" + id).body();
    output.one(Columns.WORKFLOWS, found);
    if (output.forPeople()) {
      var steps = new ArrayList<JsonNode>();
      found.path("steps").forEach(steps::add);
      output.say("");
      output.list(Columns.STEPS, steps);
    }
    return ExitCode.DONE;
  }
}
