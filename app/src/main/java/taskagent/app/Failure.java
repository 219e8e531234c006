package taskagent.app;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Why the server must end although nobody has stopped it: a part cannot go on, and a supervisor
 * should start the process again. The first reason counts.
 */
final class Failure implements Consumer<String> {

  /** More than the shutdown may take, with the default settings. */
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(60);

  private final AtomicReference<@Nullable String> reason = new AtomicReference<>();
  private final Runnable end;

  /**
   * No failure yet.
   *
   * @param end shuts the server down
   */
  Failure(Runnable end) {
    this.end = end;
  }

  /** Shuts the server down. The process ends with an exit code that is not 0. */
  @Override
  public void accept(String why) {
    if (reason.compareAndSet(null, why)) {
      Thread.ofPlatform().name("taskagent-halt").daemon().start(Failure::haltLater);
      end.run();
    }
  }

  Optional<String> reason() {
    return Optional.ofNullable(reason.get());
  }

  int exitCode() {
    return reason().isPresent() ? Main.FAILED : 0;
  }

  /** Ends the process also if the shutdown waits for what has failed. */
  private static void haltLater() {
    try {
      Thread.sleep(ENDS_WITHIN);
      ServerOutput.drain();
      Runtime.getRuntime().halt(Main.FAILED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
