package taskagent.app.client;

import java.time.Duration;
import picocli.CommandLine.Option;

/** The options for waiting until a workflow has ended. */
final class WaitOptions {

  @Option(
      names = "--wait",
      description =
          "Wait until the workflow has ended. Exits with 1 if it did not complete, and with 8 if it"
              + " still runs at the end of the time.")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "<duration>",
      converter = DurationArgument.class,
      defaultValue = "60s",
      description = "How long --wait waits. Default: ${DEFAULT-VALUE}.")
  private Duration timeout;

  boolean asked() {
    return wait;
  }

  /**
   * Waits until a workflow has ended, and prints it. If it did not complete, a line on standard
   * error says so.
   */
  ExitCode await(ClientCommand command, ServerApi api, String workflow) {
    var ended = new WorkflowReader(api).awaitEnd(workflow, new TimeLeft(timeout));
    command.output().one(Columns.WORKFLOWS, ended);
    var code = WorkflowReader.exitCode(ended);
    if (code != ExitCode.DONE) {
      var how = WorkflowReader.outcome(ended).map(outcome -> " ended as " + outcome);
      command.note(workflow + how.orElse(" still runs"));
    }
    return code;
  }
}
