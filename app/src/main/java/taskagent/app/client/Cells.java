package taskagent.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes values of the API for people.
 *
 * @param wide true if times are instants instead of relative to now
 * @param colours true if statuses have colours
 * @param now the time from which other times are seen
 */
record Cells(boolean wide, boolean colours, Instant now) {

  private static final String RED = "\u001B[31m";
  private static final String GREEN = "\u001B[32m";
  private static final String YELLOW = "\u001B[33m";
  private static final String FAINT = "\u001B[2m";

  private static final Map<String, String> STYLES =
      Map.ofEntries(
          Map.entry("overdue", RED),
          Map.entry("failed", RED),
          Map.entry("rejected", RED),
          Map.entry("compensation_failed", RED),
          Map.entry("undo_failed", RED),
          Map.entry("defect", RED),
          Map.entry("error", RED),
          Map.entry("FAILED", RED),
          Map.entry("waiting", YELLOW),
          Map.entry("warning", YELLOW),
          Map.entry("completed", GREEN),
          Map.entry("done", GREEN),
          Map.entry("ok", GREEN),
          Map.entry("cancelled", FAINT));

  /** Returns the cells of an item. */
  List<Cell> of(List<Column> columns, JsonNode item) {
    return columns.stream().map(column -> of(column, column.of(item))).toList();
  }

  private Cell of(Column column, JsonNode value) {
    var text = PlainText.oneLine(text(value));
    if (text.isEmpty()) {
      return Cell.plain("-");
    }
    return switch (column.kind()) {
      case TEXT -> Cell.plain(text);
      case STATUS -> new Cell(text, colours ? STYLES.getOrDefault(text, "") : "");
      case TIME -> Cell.plain(wide ? text : relative(text));
    };
  }

  private static String text(JsonNode value) {
    if (value.isArray()) {
      var parts = new ArrayList<String>();
      value.forEach(part -> parts.add(text(part)));
      return String.join(", ", parts);
    }
    return Csv.value(value);
  }

  private String relative(String time) {
    try {
      return HumanTime.relative(Instant.parse(time), now);
    } catch (DateTimeParseException e) {
      return time;
    }
  }
}
