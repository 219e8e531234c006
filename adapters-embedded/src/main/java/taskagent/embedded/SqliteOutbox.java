package taskagent.embedded;

import java.sql.SQLException;
import taskagent.domain.port.EventPublisher.Event;

/** Stores events in the transaction of the change, until they are published (specification §6). */
final class SqliteOutbox {

  private SqliteOutbox() {}

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
}
