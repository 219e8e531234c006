package taskagent.view;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A connection to the view. Prepares each statement once. */
final class Session {

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  Session(Connection connection) {
    this.connection = connection;
  }

  /** Reads a row. */
  @FunctionalInterface
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  Connection connection() {
    return connection;
  }

  /** Executes a statement that is needed once. */
  void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Changes rows. */
  void update(String sql, Object... values) throws SQLException {
    bound(sql, List.of(values)).executeUpdate();
  }

  /** Returns the first row, if there is one. */
  <T> Optional<T> first(String sql, Row<T> row, Object... values) throws SQLException {
    try (var rows = bound(sql, List.of(values)).executeQuery()) {
      return rows.next() ? Optional.of(row.of(rows)) : Optional.empty();
    }
  }

  /** Returns the number that a query finds; 0 if it finds none. */
  long number(String sql, List<Object> values) throws SQLException {
    try (var rows = bound(sql, values).executeQuery()) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  /** Returns all rows. */
  <T> List<T> list(String sql, Row<T> row, List<Object> values) throws SQLException {
    try (var rows = bound(sql, values).executeQuery()) {
      var list = new ArrayList<T>();
      while (rows.next()) {
        list.add(row.of(rows));
      }
      return list;
    }
  }

  private PreparedStatement bound(String sql, List<Object> values) throws SQLException {
    var statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    for (int i = 0; i < values.size(); i++) {
      switch (values.get(i)) {
        case String text -> statement.setString(i + 1, text);
        case Number number -> statement.setLong(i + 1, number.longValue());
        default -> throw new IllegalArgumentException("cannot bind " + values.get(i).getClass());
      }
    }
    return statement;
  }

  /** Closes the statements; the connection may be used further. */
  void release() throws SQLException {
    for (var statement : statements.values()) {
      statement.close();
    }
    statements.clear();
  }
}
