package taskagent.chaos.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A script of the repository, whose output everybody sees. */
public final class Script {

  /** Building everything for the first time takes a while. */
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  private Script() {}

  /**
   * Runs it to its end.
   *
   * @throws IllegalStateException if it fails
   */
  public static void run(String... command) throws IOException {
    var name = String.join(" ", command);
    var process = new ProcessBuilder(List.of(command)).inheritIO().start();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroy();
        throw new IllegalStateException(name + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException(name + " failed, and says why");
    }
  }
}
