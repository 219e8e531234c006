package taskagent.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A command that changes one task and shows it as it is then. */
abstract class TaskChangeCommand extends ClientCommand {

  @Parameters(
      index = "0",
      paramLabel = "TASK",
      converter = IdArgument.class,
      description = "The id of the task.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String id;

  @Mixin private final KeyOption key = new KeyOption();

  TaskChangeCommand(ClientContext context) {
    super(context);
  }

  /** Sends a change of the task and prints the task. */
  ExitCode change(String action, @Nullable JsonNode body) {
    output().one(Columns.TASKS, api().post("/tasks/" + id + "/" + action, body, key.key()).body());
    return ExitCode.DONE;
  }
}
