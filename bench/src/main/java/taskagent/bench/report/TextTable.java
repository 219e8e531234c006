package taskagent.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table whose first column names the row. Figures are aligned right, text is aligned left. */
final class TextTable {

  private final List<List<String>> rows = new ArrayList<>();
  private final boolean figures;

  private TextTable(boolean figures, String... header) {
    this.figures = figures;
    rows.add(List.of(header));
  }

  /** Creates a table of figures, except the first column. */
  static TextTable ofFigures(String... header) {
    return new TextTable(true, header);
  }

  /** Creates a table of text. */
  static TextTable ofText(String... header) {
    return new TextTable(false, header);
  }

  /** Adds a row, which must have as many cells as the header. */
  void add(List<String> row) {
    if (row.size() != rows.getFirst().size()) {
      throw new IllegalArgumentException(row.size() + " cells: " + row);
    }
    rows.add(List.copyOf(row));
  }

  boolean empty() {
    return rows.size() == 1;
  }

  /** Returns the table for a terminal. */
  String text() {
    var header = line(rows.getFirst(), this::padded, "  ");
    return header
        + "\n"
        + "-".repeat(header.length())
        + "\n"
        + rows.stream().skip(1).map(row -> line(row, this::padded, "  ") + "\n").collect(joined());
  }

  /** Returns the table in Markdown. */
  String markdown() {
    return markdown(rows.getFirst())
        + IntStream.range(0, rows.getFirst().size())
            .mapToObj(column -> (column == 0 ? "|" : "") + (right(column) ? "---:|" : "---|"))
            .collect(joined())
        + "\n"
        + rows.stream().skip(1).map(this::markdown).collect(joined());
  }

  private String markdown(List<String> row) {
    return "| " + line(row, (_, cell) -> cell.replace("|", "\\|"), " | ") + " |\n";
  }

  private static String line(
      List<String> row, BiFunction<Integer, String, String> cell, String between) {
    return IntStream.range(0, row.size())
        .mapToObj(column -> cell.apply(column, row.get(column)))
        .collect(Collectors.joining(between))
        .stripTrailing();
  }

  private String padded(int column, String cell) {
    int width = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    var space = " ".repeat(width - cell.length());
    return right(column) ? space + cell : cell + space;
  }

  private boolean right(int column) {
    return figures && column > 0;
  }

  private static Collector<CharSequence, ?, String> joined() {
    return Collectors.joining();
  }
}
