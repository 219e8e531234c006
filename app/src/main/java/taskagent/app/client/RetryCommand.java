package taskagent.app.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code taskagent retry}: retries a workflow that did not complete. */
@Command(
    name = "retry",
    description = "Retries a workflow that did not complete, also with corrections.",
    footer = {
      "",
      "The retry is a new run with an id of its own, which ends in -r2, -r3 and so on."
    })
final class RetryCommand extends ClientCommand {

  @Parameters(
      paramLabel = "WORKFLOW",
      converter = IdArgument.class,
      description = "The id of the workflow, such as task-workflow-task-42.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String id;

  @Option(names = "--title", paramLabel = "<text>", description = "A corrected title.")
  private @Nullable String title;

  @Option(names = "--description", paramLabel = "<text>", description = "A corrected description.")
  private @Nullable String description;

  @Option(names = "--assignee", paramLabel = "<name>", description = "Another assignee.")
  private @Nullable String assignee;

  @Mixin private final DeadlineOptions deadline = new DeadlineOptions();

  @Mixin private final WaitOptions wait = new WaitOptions();

  RetryCommand(ClientContext context) {
    super(context);
  }

  @Override
  ExitCode run() {
    if (!IdArgument.ofWorkflow(id)) {
      throw invalid(
          "'" + id + "' is not the id of a workflow, such as " + IdArgument.workflowOf(id));
    }
    var corrections = ServerAnswer.JSON.createObjectNode();
    put("title", title, corrections);
    put("description", description, corrections);
    put("assignee", assignee, corrections);
    deadline
        .seconds(context().clock().instant())
        .ifPresent(seconds -> corrections.put("deadline_seconds", seconds));
    var api = api();
    var run = api.post("/workflows/" + id + "/retry", corrections, KeyOption.newKey()).body();
    if (wait.asked()) {
      return wait.await(this, api, run.path("workflow_id").asText());
    }
    output().one(Columns.STARTED_WORKFLOW, run);
    return ExitCode.DONE;
  }

  private static void put(String field, @Nullable String value, ObjectNode corrections) {
    if (value != null) {
      corrections.put(field, value);
    }
  }
}
