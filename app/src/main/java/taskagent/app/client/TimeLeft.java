package taskagent.app.client;

import java.time.Duration;

/** How long a command may go on. */
final class TimeLeft {

  private final long end;

  /** Begins now. */
  TimeLeft(Duration length) {
    end = System.nanoTime() + length.toNanos();
  }

  /** Returns what is left, at most so much; zero if it is over. */
  Duration left(Duration atMost) {
    var left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    return left.compareTo(atMost) < 0 ? left : atMost;
  }

  boolean over() {
    return end - System.nanoTime() <= 0;
  }
}
