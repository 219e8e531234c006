package taskagent.view;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;

/** Ends what SQLite does for a connection. SQLite asks it every few microseconds. */
final class QueryLimit extends ProgressHandler implements AutoCloseable {

  /** How many of SQLite's instructions pass until it asks. */
  private static final int STEPS = 5_000;

  private final Connection connection;
  private final BooleanSupplier over;

  private QueryLimit(Connection connection, BooleanSupplier over) throws SQLException {
    this.connection = connection.unwrap(SQLiteConnection.class);
    this.over = over;
    setHandler(this.connection, STEPS, this);
  }

  /** Lets the queries of a connection take this long from now on, until it is closed. */
  static QueryLimit of(Connection connection, Duration atMost) throws SQLException {
    long end = System.nanoTime() + atMost.toNanos();
    return new QueryLimit(connection, () -> System.nanoTime() - end > 0);
  }

  /** Ends what a connection does as soon as the condition holds. */
  static QueryLimit until(Connection connection, BooleanSupplier condition) throws SQLException {
    return new QueryLimit(connection, condition);
  }

  @Override
  protected int progress() {
    return over.getAsBoolean() ? 1 : 0;
  }

  @Override
  public void close() throws SQLException {
    clearHandler(connection);
  }
}
