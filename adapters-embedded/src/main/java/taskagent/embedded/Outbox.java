package taskagent.embedded;

import java.sql.SQLException;
import taskagent.domain.port.EventPublisher.Event;

/** Events wait here, saved together with what they tell of, until they are published (spec §6). */
final class Outbox {

  private Outbox() {}

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
