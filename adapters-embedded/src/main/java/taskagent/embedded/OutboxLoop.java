package taskagent.embedded;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import taskagent.domain.Backoff;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.domain.port.Unavailable;

/**
 * Publishes the events in the outbox, in order, at least once (specification §6). An event that
 * cannot be published is retried, while the others continue. After {@value #TRIES} attempts it
 * becomes a dead letter.
 */
final class OutboxLoop implements Threads.Loop, AutoCloseable {

  private static final System.Logger LOG = System.getLogger(OutboxLoop.class.getName());
  private static final int BATCH = 256;
  private static final int TRIES = 10;
  private static final Duration IDLE = Duration.ofMillis(100);
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofSeconds(1), 2, Duration.ofMinutes(1));
  private static final Duration CLOSES_WITHIN = Duration.ofSeconds(5);

  private final Database database;
  private final Writer writer;
  private final InstantSource clock;
  private final EventPublisher publisher;
  private final LongAdder deadLettered = new LongAdder();
  private final Thread thread;
  private volatile boolean closing;

  private record Waiting(long seq, Event event, int tries) {
    static Waiting of(ResultSet row) throws SQLException {
      return new Waiting(
          row.getLong(1),
          new Event(
              row.getString(2),
              row.getString(3),
              row.getString(4),
              row.getString(5),
              Instant.ofEpochMilli(row.getLong(6)),
              row.getString(7)),
          row.getInt(8));
    }
  }

  private record Refused(Waiting waiting, String reason) {

    int tries() {
      return waiting.tries() + 1;
    }

    boolean last() {
      return tries() >= TRIES;
    }
  }

  OutboxLoop(Database database, Writer writer, InstantSource clock, EventPublisher publisher) {
    this.database = database;
    this.writer = writer;
    this.clock = clock;
    this.publisher = publisher;
    this.thread = Thread.ofPlatform().name("taskagent-outbox").daemon().unstarted(this::loop);
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join(CLOSES_WITHIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    while (!closing) {
      try {
        if (!turn()) {
          Thread.sleep(IDLE);
        }
      } catch (Unavailable e) {
        LOG.log(System.Logger.Level.DEBUG, "cannot publish: {0}", e.getMessage());
        pause();
      } catch (InterruptedException e) {
        return; // closing
      }
    }
  }

  @Override
  public boolean turn() {
    return batch() > 0;
  }

  /** Returns how many events became dead letters since the start. */
  long deadLettered() {
    return deadLettered.sum();
  }

  private int batch() {
    var waiting =
        database.list(
            "SELECT seq, id, topic, type, subject, time, data, tries FROM outbox"
                + " WHERE try_at <= ? ORDER BY seq LIMIT "
                + BATCH,
            Waiting::of,
            clock.instant());
    if (waiting.isEmpty()) {
      return 0;
    }
    var taken = new ArrayList<Waiting>();
    var refused = new ArrayList<Refused>();
    for (var each : waiting) {
      try {
        publisher.publish(each.event());
        taken.add(each);
      } catch (RuntimeException e) {
        refused.add(new Refused(each, String.valueOf(e.getMessage())));
      }
    }
    long dead = refused.stream().filter(Refused::last).count();
    int settled = writer.write(transaction -> settle(transaction, taken, refused));
    deadLettered.add(dead);
    return settled;
  }

  private int settle(Transaction transaction, List<Waiting> taken, List<Refused> refused)
      throws SQLException {
    for (var each : taken) {
      transaction.update("DELETE FROM outbox WHERE seq = ?", each.seq());
    }
    for (var each : refused) {
      if (!each.last()) {
        transaction.update(
            "UPDATE outbox SET tries = ?, try_at = ? WHERE seq = ?",
            each.tries(),
            clock.instant().plus(BACKOFF.after(each.tries())),
            each.waiting().seq());
      } else {
        bury(transaction, each);
      }
    }
    return taken.size() + refused.size();
  }

  private void bury(Transaction transaction, Refused refused) throws SQLException {
    var event = refused.waiting().event();
    LOG.log(
        System.Logger.Level.WARNING,
        "event {0} could not be published in {1} attempts and is now a dead letter: {2}",
        event.id(),
        TRIES,
        refused.reason());
    transaction.update(
        "INSERT INTO dead_letter SELECT seq, id, topic, type, subject, time, data, ?, ?"
            + " FROM outbox WHERE seq = ?",
        clock.instant(),
        refused.reason(),
        refused.waiting().seq());
    transaction.update("DELETE FROM outbox WHERE seq = ?", refused.waiting().seq());
  }

  private void pause() {
    try {
      Thread.sleep(IDLE.multipliedBy(5));
    } catch (InterruptedException e) {
      closing = true;
    }
  }
}
