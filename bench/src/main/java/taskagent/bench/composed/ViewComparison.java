package taskagent.bench.composed;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Compares two files of views row by row: tasks, runs, counts, and which titles the text index has.
 * Nobody may write to them meanwhile.
 *
 * @param rows how many rows were compared
 * @param differences for each table that differs, where it does first
 */
public record ViewComparison(long rows, List<String> differences) {

  /** The table in which SQLite keeps how many trigrams the title of each task has. */
  private static final String TEXT = "task_text_docsize";

  /** The columns by which each table is read, so that both files have the same order. */
  private static final SortedMap<String, String> ORDER =
      new TreeMap<>(
          Map.of(
              "task",
              "number",
              "run",
              "number",
              "task_count",
              "assignee, status",
              "task_total",
              "status",
              "run_total",
              "status",
              TEXT,
              "id"));

  /** Copies the list. */
  public ViewComparison {
    differences = List.copyOf(differences);
  }

  /**
   * Compares two files.
   *
   * @throws SQLException if one of them cannot be read
   */
  public static ViewComparison of(Path one, Path other) throws SQLException {
    long rows = 0;
    var differences = new ArrayList<String>();
    try (var left = open(one);
        var right = open(other)) {
      for (var table : ORDER.entrySet()) {
        var columns = table.getKey().equals(TEXT) ? "id, hex(sz)" : "*";
        var sql =
            "SELECT %s FROM %s%s ORDER BY %s"
                .formatted(columns, table.getKey(), present(table.getKey()), table.getValue());
        try (var a = left.createStatement().executeQuery(sql);
            var b = right.createStatement().executeQuery(sql)) {
          rows += compare(table.getKey(), a, b, differences);
        }
      }
    }
    return new ViewComparison(rows, differences);
  }

  /** A count of nothing may be there or not: a view that had something keeps its row. */
  private static String present(String table) {
    return table.endsWith("_count") || table.endsWith("_total") ? " WHERE items <> 0" : "";
  }

  private static Connection open(Path file) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  /** Returns how many rows are equal before the first difference. */
  private static long compare(
      String table, ResultSet one, ResultSet other, List<String> differences) throws SQLException {
    long rows = 0;
    while (true) {
      var left = next(one);
      var right = next(other);
      if (!left.equals(right)) {
        differences.add(table + ", row " + (rows + 1) + ": " + text(left) + " and " + text(right));
        return rows;
      }
      if (left.isEmpty()) {
        return rows;
      }
      rows++;
    }
  }

  private static Optional<List<String>> next(ResultSet rows) throws SQLException {
    if (!rows.next()) {
      return Optional.empty();
    }
    var cells = new ArrayList<String>();
    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
      cells.add(Objects.toString(rows.getString(i), ""));
    }
    return Optional.of(cells);
  }

  private static String text(Optional<List<String>> row) {
    return row.map(cells -> String.join(" | ", cells)).orElse("nothing");
  }
}
