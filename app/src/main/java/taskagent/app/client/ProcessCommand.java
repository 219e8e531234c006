package taskagent.app.client;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code taskagent process}: requests a task. */
@Command(
    name = "process",
    description = "Requests a task: a saga creates it, assigns it and notifies the assignee.",
    footer = {
      "",
      "With --id, the command can be repeated: the same request again changes nothing.",
      "Example:",
      "  taskagent process --title 'Write the report' --assignee ada@example.com \\",
      "      --description 'Sales of the last quarter' --in 2h --wait"
    })
final class ProcessCommand extends ClientCommand {

  @Option(
      names = "--title",
      required = true,
      paramLabel = "<text>",
      description = "The title, at least 5 characters.")
  private String title;

  @Option(
      names = "--description",
      required = true,
      paramLabel = "<text>",
      description = "What is to be done, at least 10 characters.")
  private String description;

  @Option(
      names = "--assignee",
      required = true,
      paramLabel = "<name>",
      description = "Who is to do it.")
  private String assignee;

  @Option(
      names = "--id",
      paramLabel = "<id>",
      converter = IdArgument.class,
      description = "The id of the task. Default: a new one.")
  private @Nullable String id;

  @Mixin private final DeadlineOptions deadline = new DeadlineOptions();

  @Mixin private final WaitOptions wait = new WaitOptions();

  ProcessCommand(ClientContext context) {
    super(context);
  }

  @Override
  ExitCode run() {
    var task = id == null ? newId() : id;
    var request =
        ServerAnswer.JSON
            .createObjectNode()
            .put("task_id", task)
            .put("title", title)
            .put("description", description)
            .put("assignee", assignee);
    deadline
        .seconds(context().clock().instant())
        .ifPresent(seconds -> request.put("deadline_seconds", seconds));
    var api = api();
    var started = api.post("/tasks/process", request, task).body();
    var workflow = started.path("workflow_id").asText();
    if (wait.asked()) {
      return wait.await(this, api, workflow);
    }
    var answer = ServerAnswer.JSON.createObjectNode().put("task_id", task);
    started.properties().forEach(field -> answer.set(field.getKey(), field.getValue()));
    output().one(Columns.STARTED, answer);
    return ExitCode.DONE;
  }

  /** Returns a short id; two of a billion tasks are unlikely to share one. */
  private static String newId() {
    var random = UUID.randomUUID().getMostSignificantBits();
    return "task-" + Long.toString(random >>> 1, Character.MAX_RADIX);
  }
}
