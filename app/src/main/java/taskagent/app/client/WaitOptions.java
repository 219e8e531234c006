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

  Duration timeout() {
    return timeout;
  }
}
