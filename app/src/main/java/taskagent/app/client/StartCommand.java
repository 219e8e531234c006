package taskagent.app.client;

import picocli.CommandLine.Command;

/** {@code taskagent start}: starts the work on a task. */
@Command(name = "start", description = "Starts the work on an assigned task.")
final class StartCommand extends TaskChangeCommand {

  StartCommand(ClientContext context) {
    super(context);
  }

  @Override
  ExitCode run() {
    return change("start", null);
  }
}
