package taskagent.app.client;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code taskagent watch}: prints the changes of a task or a workflow as they happen. */
@Command(
    name = "watch",
    description = "Prints a line for each change of a task or a workflow, as they happen.",
    footer = {
      "",
      "Without --until it ends when the task is completed or cancelled, or when the workflow has"
          + " ended. An id that begins with task-workflow- is that of a workflow.",
      "Exits with 1 if what it waits for can no longer happen, and with 8 at the end of the time.",
      "Example:",
      "  taskagent watch task-42 --until status=completed --timeout 60s"
    })
final class WatchCommand extends ClientCommand {

  /** Without --timeout. */
  private static final Duration FOR_EVER = Duration.ofDays(365);

  @Parameters(
      paramLabel = "ID",
      converter = IdArgument.class,
      description = "The id of a task or workflow.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String id;

  @Option(
      names = "--until",
      paramLabel = "<condition>",
      converter = Until.Argument.class,
      description =
          "End at this status of the task, or this outcome of the workflow: status=completed, or"
              + " several as status=completed,cancelled.")
  private @Nullable Until until;

  @Option(
      names = "--timeout",
      paramLabel = "<duration>",
      converter = DurationArgument.class,
      description = "How long to watch. Default: no limit.")
  private @Nullable Duration timeout;

  WatchCommand(ClientContext context) {
    super(context);
  }

  @Override
  ExitCode run() {
    var limit = new TimeLeft(timeout == null ? FOR_EVER : timeout);
    var condition = Optional.ofNullable(until);
    var code =
        IdArgument.ofWorkflow(id)
            ? new WorkflowWatch(api(), output(), id, condition).run(limit)
            : new TaskWatch(api(), output(), id, condition).run(limit);
    var awaited = condition.map(Until::toString).orElse("completed");
    if (code == ExitCode.PENDING) {
      note("the time is over, and " + id + " is not " + awaited + " yet");
    } else if (code == ExitCode.FAILED) {
      note(id + " has ended, and is not " + awaited);
    }
    return code;
  }
}
