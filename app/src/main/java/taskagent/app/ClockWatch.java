package taskagent.app;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Notices that the clock was set, and logs that in one line. The line explains times in the log
 * that would otherwise look wrong. It compares the clock with {@link System#nanoTime}, which cannot
 * be set.
 */
final class ClockWatch implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(ClockWatch.class.getName());
  private static final Duration EVERY = Duration.ofSeconds(1);

  /** Smaller corrections are usual, and change nothing that anybody would notice. */
  private static final Duration WORTH_TELLING = Duration.ofSeconds(2);

  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private Instant lastTime;
  private long lastNanos;
  private final Thread thread;

  /** Creates a watch that looks only when it is told. */
  ClockWatch(InstantSource clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.lastTime = clock.instant();
    this.lastNanos = nanoTime.getAsLong();
    this.thread = Thread.ofVirtual().name("clock-watch").unstarted(this::watch);
  }

  /** Watches a clock until it is closed. */
  static ClockWatch start(InstantSource clock) {
    var watch = new ClockWatch(clock, System::nanoTime);
    watch.thread.start();
    return watch;
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(EVERY);
        look().ifPresent(line -> LOG.log(WARNING, line));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /** Returns what to log, if the clock was set since the last look. */
  Optional<String> look() {
    long nanos = nanoTime.getAsLong();
    var time = clock.instant();
    var expected = lastTime.plusNanos(nanos - lastNanos);
    var jump = Duration.between(expected, time);
    lastTime = time;
    lastNanos = nanos;
    if (jump.abs().compareTo(WORTH_TELLING) < 0) {
      return Optional.empty();
    }
    return Optional.of(
        "the clock was set %s by %d s, from %s to %s%s; waits do not become longer, and deadlines"
                .formatted(
                    jump.isNegative() ? "back" : "forward",
                    jump.abs().toSeconds(),
                    expected,
                    time,
                    jump.isNegative() ? "" : ", or this machine slept")
            + " follow the clock");
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
