package taskagent.embedded;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import taskagent.domain.contract.DeadLettersContract;
import taskagent.domain.port.Activity;
import taskagent.domain.port.DeadLetters;
import taskagent.domain.port.EventPublisher.Event;

/** Runs the contract on dead letters in SQLite. */
@NullUnmarked // the database is opened before each test
final class SqliteDeadLettersTest extends DeadLettersContract {

  @TempDir Path folder;

  private Database database;
  private ActivityReporter reporter;
  private Writer writer;

  @BeforeEach
  void open() {
    database = Database.open(folder, UnaryOperator.identity());
    reporter = new ActivityReporter(Activity.none());
    writer = new Writer(database, Threads.OWN, reporter, new CommitSignal());
    reporter.start();
    writer.start();
  }

  @AfterEach
  void close() {
    writer.close();
    reporter.close();
    database.close();
  }

  @Override
  protected DeadLetters letters() {
    return new SqliteDeadLetters(database, writer);
  }

  @Override
  protected void bury(Event event) {
    writer.write(
        transaction -> {
          SqliteOutbox.add(transaction, event);
          return transaction.update("UPDATE outbox SET tries = 2");
        });
    var rows = new SqliteOutbox(database, event.topic()).unsent(1);
    writer.write(
        transaction -> {
          SqliteOutbox.bury(transaction, rows.getFirst(), Instant.now(), REASON);
          return 1;
        });
  }

  @Override
  protected List<String> published() {
    return database.list("SELECT id FROM outbox ORDER BY seq", row -> row.getString(1));
  }
}
