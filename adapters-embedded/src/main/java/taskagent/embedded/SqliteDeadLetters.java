package taskagent.embedded;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import taskagent.domain.port.DeadLetters;

/** Dead letters in SQLite. */
final class SqliteDeadLetters implements DeadLetters {

  /** How many dead letters a transaction replays, so that requests do not wait long behind it. */
  private static final int BATCH = 200;

  private static final String SELECT =
      "SELECT seq, id, topic, type, subject, time, data, dead_at, tries, reason FROM dead_letter";

  private final Database database;
  private final Writer writer;

  SqliteDeadLetters(Database database, Writer writer) {
    this.database = database;
    this.writer = writer;
  }

  private static DeadLetter of(ResultSet row) throws SQLException {
    return new DeadLetter(
        row.getLong(1),
        SqliteOutbox.event(row),
        Instant.ofEpochMilli(row.getLong(8)),
        row.getInt(9),
        row.getString(10));
  }

  @Override
  public Page list(long after, int limit) {
    var found =
        database.list(
            SELECT + " WHERE seq > ? ORDER BY seq LIMIT ?",
            SqliteDeadLetters::of,
            after,
            limit + 1);
    if (found.size() <= limit) {
      return new Page(found, OptionalLong.empty());
    }
    var items = found.subList(0, limit);
    return new Page(items, OptionalLong.of(items.getLast().number()));
  }

  @Override
  public Optional<DeadLetter> find(long number) {
    return database.first(SELECT + " WHERE seq = ?", SqliteDeadLetters::of, number);
  }

  @Override
  public boolean replay(long number) {
    return writer.write(transaction -> replay(transaction, number));
  }

  private static boolean replay(Transaction transaction, long number) throws SQLException {
    var letter = transaction.first(SELECT + " WHERE seq = ?", SqliteDeadLetters::of, number);
    if (letter.isEmpty()) {
      return false;
    }
    SqliteOutbox.add(transaction, letter.get().event());
    return drop(transaction, number);
  }

  @Override
  public long replayAll() {
    long last =
        database
            .first("SELECT coalesce(max(seq), 0) FROM dead_letter", row -> row.getLong(1))
            .orElse(0L);
    long count = 0;
    long batch;
    do {
      batch = writer.write(transaction -> replayBatch(transaction, last));
      count += batch;
    } while (batch == BATCH);
    return count;
  }

  private static long replayBatch(Transaction transaction, long last) throws SQLException {
    var numbers =
        transaction.list(
            "SELECT seq FROM dead_letter WHERE seq <= ? ORDER BY seq LIMIT " + BATCH,
            row -> row.getLong(1),
            last);
    for (var number : numbers) {
      replay(transaction, number);
    }
    return numbers.size();
  }

  @Override
  public boolean drop(long number) {
    return writer.write(transaction -> drop(transaction, number));
  }

  private static boolean drop(Transaction transaction, long number) throws SQLException {
    return transaction.update("DELETE FROM dead_letter WHERE seq = ?", number) > 0;
  }
}
