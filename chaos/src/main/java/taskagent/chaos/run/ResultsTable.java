package taskagent.chaos.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The results as a Markdown table, with a line for each fault on each tier. */
final class ResultsTable {

  private static final String HEAD =
      """
      | tier | fault | commit | date | runs | requests | acknowledged | sagas | violations | recovered p50, s | p99, s |
      |---|---|---|---|---:|---:|---:|---:|---:|---:|---:|
      """;

  /** Finds tier and fault in a line, which identify and order it. */
  private static final Pattern LINE =
      Pattern.compile("\\| (?<tier>[a-z]+) \\| (?<fault>\\d+) (?<name>[^|]*?) \\|.*");

  private final Map<String, Matcher> lines = new LinkedHashMap<>();

  /** Returns a table of these runs alone. */
  static ResultsTable of(List<RunResult> results) {
    var table = new ResultsTable();
    FaultSummary.of(results).forEach(row -> table.put(line(row)));
    return table;
  }

  /** Returns this table with those lines of an older one that it does not replace. */
  ResultsTable over(String older) {
    var table = new ResultsTable();
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

  private static String line(FaultSummary row) {
    return "| %s | %d %s | `%s` | %s | %d | %d | %d | %d | %d | %s | %s |"
        .formatted(
            row.tier(),
            row.fault(),
            row.name(),
            row.results().getLast().commit(),
            row.results().getLast().at().substring(0, "2026-01-01".length()),
            row.results().size(),
            row.sum(result -> result.calls().all()),
            row.sum(result -> result.calls().acknowledged()),
            row.sum(RunResult::sagas),
            row.violations(),
            row.recovered(50),
            row.recovered(99));
  }

  /** Returns the table, ordered by tier and fault. */
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
