package taskagent.chaos.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a script of the repository and shows its output. */
public final class Script {

  /** The first build of all images takes a while. */
  private static final Duration TIMEOUT = Duration.ofMinutes(20);

  private Script() {}

  /**
   * Runs a script to its end. Only one script runs at a time, because two suites may need the same
   * images.
   *
   * @throws IllegalStateException if it fails
   */
  public static synchronized void run(String... command) throws IOException {
    var name = String.join(" ", command);
    var process = new ProcessBuilder(List.of(command)).inheritIO().start();
    try {
      if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroy();
        throw new IllegalStateException(
            name + " did not finish in " + TIMEOUT.toMinutes() + " min");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException(name + " failed; its output says why");
    }
  }
}
