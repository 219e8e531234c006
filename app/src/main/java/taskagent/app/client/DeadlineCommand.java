package taskagent.app.client;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code taskagent deadline}: sets or moves the deadline of a task. */
@Command(name = "deadline", description = "Sets or moves the deadline of a task.")
final class DeadlineCommand extends TaskChangeCommand {

  @Mixin private final DeadlineOptions deadline = new DeadlineOptions();

  DeadlineCommand(ClientContext context) {
    super(context);
  }

  @Override
  ExitCode run() {
    long seconds =
        deadline
            .seconds(context().clock().instant())
            .orElseThrow(() -> invalid("say when: --in 2h or --at 2026-12-24T18:00:00Z"));
    return change(
        "deadline", ServerAnswer.JSON.createObjectNode().put("deadline_seconds", seconds));
  }
}
