package taskagent.embedded;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import taskagent.domain.port.EventPublisher.Event;

/**
 * Stores events in the transaction of the change, until they are published (specification §6).
 *
 * <p>The events of a subject are sent in their order. While one of them waits for its next attempt,
 * the later ones are held back.
 */
final class SqliteOutbox {

  /** How many events that were held back are released together. */
  private static final int RELEASED = 256;

  private static final int HELD = -1;

  private static final String COLUMNS =
      " seq, id, topic, type, subject, time, data, tries, waited ";

  private final Database database;
  private final String topic;

  SqliteOutbox(Database database, String topic) {
    this.database = database;
    this.topic = topic;
  }

  /**
   * A row.
   *
   * @param waited the sum of the waits before
   * @param blocked true if an earlier event of the same subject waits
   */
  record Row(long seq, Event event, int tries, Duration waited, boolean blocked) {

    String subject() {
      return event.subject();
    }
  }

  static void add(Transaction transaction, Event event) throws SQLException {
    transaction.update(
        "INSERT INTO outbox (id, topic, type, subject, time, data) VALUES (?, ?, ?, ?, ?, ?)",
        event.id(),
        event.topic(),
        event.type(),
        event.subject(),
        event.time(),
        event.data());
  }

  static Event event(ResultSet row) throws SQLException {
    return new Event(
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        Instant.ofEpochMilli(row.getLong(6)),
        row.getString(7));
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getLong(1),
        event(row),
        row.getInt(8),
        Duration.ofMillis(row.getLong(9)),
        row.getBoolean(10));
  }

  /** Returns the first events that no attempt has failed for. */
  List<Row> unsent(int limit) {
    return database.list(
        "SELECT"
            + COLUMNS
            + ", EXISTS (SELECT 1 FROM outbox earlier WHERE earlier.topic = outbox.topic"
            + " AND earlier.subject = outbox.subject AND earlier.try_at <> 0"
            + " AND earlier.seq < outbox.seq)"
            + " FROM outbox WHERE topic = ? AND try_at = 0 ORDER BY seq LIMIT ?",
        SqliteOutbox::row,
        topic,
        limit);
  }

  /** Returns the events whose wait is over. */
  List<Row> again(Instant now, int limit) {
    return database.list(
        "SELECT"
            + COLUMNS
            + ", 0 FROM outbox WHERE topic = ? AND try_at > 0 AND try_at <= ?"
            + " ORDER BY try_at LIMIT ?",
        SqliteOutbox::row,
        topic,
        now,
        limit);
  }

  static void delete(Transaction transaction, Row row) throws SQLException {
    transaction.update("DELETE FROM outbox WHERE seq = ?", row.seq());
  }

  /** Holds an event back until the earlier ones of its subject are published or dead. */
  static void hold(Transaction transaction, Row row) throws SQLException {
    transaction.update(
        "UPDATE outbox SET try_at = " + HELD + " WHERE seq = ? AND try_at = 0", row.seq());
  }

  /** Releases the first events of a subject that were held back. */
  void release(Transaction transaction, String subject) throws SQLException {
    transaction.update(
        "UPDATE outbox SET try_at = 0 WHERE seq IN"
            + " (SELECT seq FROM outbox WHERE topic = ? AND subject = ?"
            + " AND try_at <> 0 AND try_at = "
            + HELD
            + " ORDER BY seq LIMIT "
            + RELEASED
            + ")",
        topic,
        subject);
  }

  /** Has an event wait for its next attempt. */
  static void postpone(Transaction transaction, Row row, Duration wait, Instant now)
      throws SQLException {
    transaction.update(
        "UPDATE outbox SET tries = ?, wait = ?, waited = ?, try_at = ? WHERE seq = ?",
        row.tries() + 1,
        wait.toMillis(),
        row.waited().plus(wait).toMillis(),
        now.plus(wait),
        row.seq());
  }

  /** Makes an event a dead letter. */
  static void bury(Transaction transaction, Row row, Instant now, String reason)
      throws SQLException {
    transaction.update(
        "INSERT INTO dead_letter"
            + " (seq, id, topic, type, subject, time, data, dead_at, reason, tries)"
            + " SELECT seq, id, topic, type, subject, time, data, ?, ?, ?"
            + " FROM outbox WHERE seq = ?",
        now,
        reason,
        row.tries() + 1,
        row.seq());
    delete(transaction, row);
  }
}
