package taskagent.embedded;

import java.time.Duration;
import java.util.Optional;
import taskagent.domain.port.Metric;
import taskagent.domain.port.Readiness;
import taskagent.domain.port.Unavailable;

/**
 * Checks that the database can be written, by writing as much as the largest request does. It
 * writes at most once a second, so frequent checks cost nothing.
 */
final class WriteProbe implements Readiness {

  private static final long HOLDS_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int ROOM = 128 * 1024;

  private final Writer writer;
  private volatile long tookNanos;
  private Optional<String> last = Optional.empty();
  private long askedAt = System.nanoTime() - HOLDS_NANOS;

  WriteProbe(Writer writer) {
    this.writer = writer;
  }

  @Override
  public synchronized Optional<String> notReady() {
    if (System.nanoTime() - askedAt >= HOLDS_NANOS) {
      last = ask();
      askedAt = System.nanoTime();
    }
    return last;
  }

  /** Returns how long the last write took until it was on the disk. */
  Metric metric() {
    return Metric.gauge(
        "taskagent_database_commit_microseconds",
        "How long the last readiness check waited until its write was on the disk.",
        () -> tookNanos / 1_000);
  }

  private Optional<String> ask() {
    long begun = System.nanoTime();
    try {
      writer.write(
          transaction ->
              transaction.update(
                  "INSERT INTO probe (id, at, room) VALUES (1, 1, zeroblob(?1))"
                      + " ON CONFLICT (id) DO UPDATE SET at = at + 1, room = zeroblob(?1)",
                  ROOM));
      tookNanos = System.nanoTime() - begun;
      return Optional.empty();
    } catch (Unavailable e) {
      return Optional.of(e.reason());
    }
  }
}
