package taskagent.chaos.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The results as Markdown: a line for each fault on each tier, which says of which commit it is.
 */
final class Table {

  private static final String HEAD =
      """
      | tier | fault | commit | date | runs | requests | acknowledged | sagas | violations | recovered p50, s | p99, s |
      |---|---|---|---|---:|---:|---:|---:|---:|---:|---:|
      """;

  /** A line, of which tier and fault are needed to find and to order it. */
  private static final Pattern LINE =
      Pattern.compile("\\| (?<tier>[a-z]+) \\| (?<fault>\\d+) (?<name>[^|]*?) \\|.*");

  private final Map<String, Matcher> lines = new LinkedHashMap<>();

  /** A table of these runs alone. */
  static Table of(List<Piece> pieces) {
    var table = new Table();
    Row.of(pieces).forEach(row -> table.put(line(row)));
    return table;
  }

  /** This table, with the lines of an older one of what is not in this. */
  Table over(String older) {
    var table = new Table();
    older.lines().forEach(table::put);
    table.lines.putAll(lines);
    return table;
  }

  private void put(String line) {
    var parts = LINE.matcher(line);
    if (parts.matches()) {
      lines.put(parts.group("tier") + "/" + parts.group("fault") + parts.group("name"), parts);
    }
  }

  private static String line(Row row) {
    return "| %s | %d %s | `%s` | %s | %d | %d | %d | %d | %d | %s | %s |"
        .formatted(
            row.tier(),
            row.fault(),
            row.name(),
            row.pieces().getLast().commit(),
            row.pieces().getLast().at().substring(0, "2026-01-01".length()),
            row.pieces().size(),
            row.sum(piece -> piece.calls().all()),
            row.sum(piece -> piece.calls().acknowledged()),
            row.sum(Piece::sagas),
            row.violations(),
            row.recovered(50),
            row.recovered(99));
  }

  /** By tier and fault. */
  @Override
  public String toString() {
    var sorted = new ArrayList<>(lines.values());
    sorted.sort(
        Comparator.<Matcher, String>comparing(line -> line.group("tier"))
            .thenComparing(line -> Integer.valueOf(line.group("fault"))));
    var text = new StringBuilder(HEAD);
    sorted.forEach(line -> text.append(line.group()).append('\n'));
    return text.toString();
  }
}
