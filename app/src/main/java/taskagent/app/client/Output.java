package taskagent.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Prints what a command got, in the chosen format. */
final class Output {

  private final PrintWriter out;
  private final OutputFormat format;
  private final FieldSelection fields;
  private final Cells cells;
  private boolean headerPrinted;

  /**
   * Creates a printer.
   *
   * @param fields the fields to print in the formats for programs; all if empty
   * @param colours true if statuses have colours
   * @param now the time from which the times in a table are seen
   */
  Output(PrintWriter out, OutputFormat format, List<String> fields, boolean colours, Instant now) {
    this.out = out;
    this.format = format;
    this.fields = new FieldSelection(fields);
    this.cells = new Cells(format == OutputFormat.WIDE, colours, now);
  }

  /** Returns true if people read the output. */
  boolean forPeople() {
    return format == OutputFormat.TABLE || format == OutputFormat.WIDE;
  }

  /** Prints a list; an empty one is {@code []} in JSON, and only a header in a table or CSV. */
  void list(Columns columns, List<JsonNode> items) {
    fields.check(items);
    switch (format) {
      case TABLE, WIDE -> {
        var shown = columns.shown(format == OutputFormat.WIDE);
        var table = new AlignedTable(shown.stream().map(Column::header).toList());
        items.forEach(item -> table.add(cells.of(shown, item)));
        table.print(out);
      }
      case JSON -> {
        ArrayNode array = ServerAnswer.JSON.createArrayNode();
        items.forEach(item -> array.add(fields.of(item)));
        out.println(items.isEmpty() ? "[]" : array.toPrettyString());
      }
      default -> {
        csvHeader(columns);
        items.forEach(item -> line(columns, item));
      }
    }
    out.flush();
  }

  /** Prints one thing; for people, a line for each of its fields. */
  void one(Columns columns, JsonNode item) {
    fields.check(List.of(item));
    switch (format) {
      case TABLE, WIDE -> {
        var shown = columns.shown(format == OutputFormat.WIDE);
        var values = cells.of(shown, item);
        var table = new AlignedTable(List.of());
        for (int i = 0; i < shown.size(); i++) {
          table.add(
              List.of(
                  Cell.plain(shown.get(i).header().toLowerCase(Locale.ROOT) + ":"), values.get(i)));
        }
        table.print(out);
      }
      case JSON -> out.println(fields.of(item).toPrettyString());
      default -> {
        csvHeader(columns);
        line(columns, item);
      }
    }
    out.flush();
  }

  /** Prints the next one of things that come one after the other, as a line. */
  void next(Columns columns, JsonNode item) {
    fields.check(List.of(item));
    if (forPeople()) {
      var shown = columns.shown(format == OutputFormat.WIDE);
      out.println(AlignedTable.line(cells.of(shown, item)));
    } else {
      csvHeader(columns);
      line(columns, item);
    }
    out.flush();
  }

  /** Prints a sentence for people. */
  void say(String sentence) {
    out.println(PlainText.oneLine(sentence));
    out.flush();
  }

  private void csvHeader(Columns columns) {
    if (format == OutputFormat.CSV && !headerPrinted) {
      out.print(Csv.line(fields.names(columns)));
      headerPrinted = true;
    }
  }

  private void line(Columns columns, JsonNode item) {
    switch (format) {
      case CSV ->
          out.print(
              Csv.line(
                  fields.names(columns).stream()
                      .map(name -> Csv.value(item.at("/" + name)))
                      .toList()));
      case ID -> out.println(item.path(columns.id()).asText());
      default -> out.println(fields.of(item));
    }
  }
}
