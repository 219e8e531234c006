package taskagent.embedded;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Trace;

/** A connection in a transaction. Prepares each statement once. */
final class Transaction {

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private final List<Consumer<Activity>> reports = new ArrayList<>();

  Transaction(Connection connection) {
    this.connection = connection;
  }

  /** Reads a row. */
  @FunctionalInterface
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  /** Reports something, in the present trace, once the transaction has committed. */
  void report(Consumer<Activity> report) {
    var trace = Trace.here();
    reports.add(activity -> Trace.run(trace, () -> report.accept(activity)));
  }

  /** Returns how many reports there are, for {@link #forgetReports}. */
  int reports() {
    return reports.size();
  }

  /** Forgets the reports after the first so many, because their changes were rolled back. */
  void forgetReports(int first) {
    reports.subList(first, reports.size()).clear();
  }

  /** Returns the reports, and forgets them. */
  List<Consumer<Activity>> takeReports() {
    var taken = List.copyOf(reports);
    reports.clear();
    return taken;
  }

  /** Changes rows, and returns their number. */
  int update(String sql, Object... values) throws SQLException {
    return bound(sql, values).executeUpdate();
  }

  /** Executes a statement to its end that returns rows without columns, which a query cannot do. */
  void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  /** Returns the first row, if there is one. */
  <T> Optional<T> first(String sql, Row<T> row, Object... values) throws SQLException {
    try (var rows = bound(sql, values).executeQuery()) {
      return rows.next() ? Optional.of(row.of(rows)) : Optional.empty();
    }
  }

  /** Returns the number that a query for one number finds. */
  long count(String sql, Object... values) throws SQLException {
    return first(sql, row -> row.getLong(1), values).orElse(0L);
  }

  /** Returns all rows. */
  <T> List<T> list(String sql, Row<T> row, Object... values) throws SQLException {
    try (var rows = bound(sql, values).executeQuery()) {
      var list = new ArrayList<T>();
      while (rows.next()) {
        list.add(row.of(rows));
      }
      return list;
    }
  }

  private PreparedStatement bound(String sql, Object... values) throws SQLException {
    var statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      bind(statement, i + 1, values[i]);
    }
    return statement;
  }

  private static void bind(PreparedStatement statement, int index, Object value)
      throws SQLException {
    switch (value) {
      case Optional<?> none when none.isEmpty() -> statement.setObject(index, null);
      case Optional<?> some -> bind(statement, index, some.orElseThrow());
      case Instant time -> statement.setLong(index, time.toEpochMilli());
      case String text -> statement.setString(index, text);
      case Long number -> statement.setLong(index, number);
      case Integer number -> statement.setInt(index, number);
      default -> throw new IllegalArgumentException("cannot bind " + value.getClass());
    }
  }
}
