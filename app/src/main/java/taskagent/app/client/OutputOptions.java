package taskagent.app.client;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/** The options that say how to print. */
final class OutputOptions {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "<format>",
      description =
          "How to print: table, wide, json, jsonl (a line for each), csv or id. Default: table.")
  private @Nullable OutputFormat format;

  @Option(
      names = "--json",
      split = ",",
      paramLabel = "<field>",
      description = "Print JSON with these fields only; with -o jsonl or csv, in that format.")
  private List<String> fields = new ArrayList<>();

  /** Returns the printer of a command. Colours are for terminals only. */
  Output to(PrintWriter out, Instant now) {
    var usual = fields.isEmpty() ? OutputFormat.TABLE : OutputFormat.JSON;
    var chosen = format == null ? usual : format;
    return new Output(out, chosen, fields, Ansi.AUTO.enabled(), now);
  }
}
