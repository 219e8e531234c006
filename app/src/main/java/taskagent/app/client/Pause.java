package taskagent.app.client;

import java.time.Duration;

/** A wait between two requests. */
final class Pause {

  private Pause() {}

  /** Waits so long. */
  static void of(Duration wait) {
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientCommandFailed(ExitCode.FAILED, "interrupted");
    }
  }
}
