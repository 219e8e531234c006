package taskagent.app.client;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A table whose columns are as wide as their longest cells. The last one is never padded. */
final class AlignedTable {

  private static final String GAP = "  ";

  private final List<List<Cell>> rows = new ArrayList<>();

  /** Creates a table with a header, or without one if it is empty. */
  AlignedTable(List<String> header) {
    if (!header.isEmpty()) {
      rows.add(header.stream().map(Cell::plain).toList());
    }
  }

  /** Adds a row with a cell for each column. */
  void add(List<Cell> row) {
    rows.add(row);
  }

  void print(PrintWriter out) {
    var widths = new ArrayList<Integer>();
    for (var row : rows) {
      for (int i = 0; i < row.size(); i++) {
        if (widths.size() == i) {
          widths.add(0);
        }
        widths.set(i, Math.max(widths.get(i), row.get(i).width()));
      }
    }
    rows.forEach(row -> out.println(line(row, widths)));
  }

  /** Returns the cells as a line that is not aligned with others. */
  static String line(List<Cell> row) {
    return line(row, row.stream().map(Cell::width).toList());
  }

  private static String line(List<Cell> row, List<Integer> widths) {
    var line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      var cell = row.get(i);
      line.append(cell.shown());
      if (i + 1 < row.size()) {
        line.append(" ".repeat(widths.get(i) - cell.width())).append(GAP);
      }
    }
    return line.toString();
  }
}
