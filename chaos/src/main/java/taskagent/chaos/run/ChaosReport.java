package taskagent.chaos.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reports all runs of a commit: a Markdown table, and a page with a plot of each run. */
public final class ChaosReport {

  private static final String BEGIN = "<!-- results -->";
  private static final String END = "<!-- end -->";
  private static final int SLICE_WIDTH = 6;
  private static final int HEIGHT = 80;

  private final List<RunResult> results;

  /** Creates a report of at least one result. */
  public ChaosReport(List<RunResult> results) {
    this.results = List.copyOf(results);
  }

  /** Writes {@code index.html} and {@code chaos.md}. */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("chaos.md"), ResultsTable.of(results).toString());
    Files.writeString(folder.resolve("index.html"), html());
  }

  /** Writes the results into a document, between two marks. Keeps the results of other faults. */
  public void writeInto(Path document) throws IOException {
    var text = Files.readString(document);
    int from = text.indexOf(BEGIN);
    int to = text.indexOf(END, from);
    if (from < 0 || to < 0) {
      throw new IllegalStateException(document + " has no mark for results: " + BEGIN);
    }
    var table = ResultsTable.of(results).over(text.substring(from, to));
    Files.writeString(
        document,
        text.substring(0, from + BEGIN.length()) + "\n\n" + table + "\n" + text.substring(to));
  }

  private String commit() {
    return results.getLast().commit();
  }

  private String html() {
    var page = new StringBuilder();
    page.append(
        """
        <!doctype html><html lang="en"><meta charset="utf-8"><title>Chaos</title>
        <style>body{font:15px sans-serif;max-width:60em;margin:2em auto;padding:0 1em}
        table{border-collapse:collapse}td,th{padding:.2em .7em;text-align:left}
        rect{fill:#4a7}.broken{fill:#c33;opacity:.18}pre{white-space:pre-wrap}
        .bad{color:#c33}</style><h1>Chaos</h1>
        """);
    page.append(
        "<p>Commit %s. Calls acknowledged in each half second; shaded: during the fault.</p>"
            .formatted(escape(commit())));
    for (var row : FaultSummary.of(results)) {
      page.append(
          "<h2>%s: %d %s</h2>".formatted(escape(row.tier()), row.fault(), escape(row.name())));
      row.results().forEach(result -> append(page, result));
    }
    return page.append("</html>\n").toString();
  }

  private static void append(StringBuilder page, RunResult result) {
    page.append(
        "<p>Seed %d: %d of %d calls acknowledged, %d answered 429 or 503, %d unanswered; %s</p>"
            .formatted(
                result.seed(),
                result.calls().acknowledged(),
                result.calls().all(),
                result.calls().notNow(),
                result.calls().unanswered(),
                recovered(result)));
    page.append(plot(result));
    for (var violation : result.violations()) {
      page.append("<pre class=bad>").append(escape(violation)).append("</pre>");
    }
  }

  private static String recovered(RunResult result) {
    return result.recoveredMillis() < 0
        ? "not recovered during the run"
        : "recovered %.1f s after the fault".formatted(result.recoveredMillis() / 1_000.0);
  }

  private static String plot(RunResult result) {
    int most = result.done().stream().mapToInt(Integer::intValue).max().orElse(1);
    int width = result.done().size() * SLICE_WIDTH;
    var svg = new StringBuilder();
    svg.append("<svg width=%d height=%d role=img>".formatted(width, HEIGHT));
    long slice = Throughput.SLICE.toMillis();
    svg.append(
        "<rect class=broken x=%d y=0 width=%d height=%d />"
            .formatted(
                result.injectedMillis() * SLICE_WIDTH / slice,
                Math.max(
                    2, (result.healedMillis() - result.injectedMillis()) * SLICE_WIDTH / slice),
                HEIGHT));
    for (int i = 0; i < result.done().size(); i++) {
      int height = result.done().get(i) * HEIGHT / Math.max(1, most);
      svg.append(
          "<rect x=%d y=%d width=%d height=%d />"
              .formatted(i * SLICE_WIDTH, HEIGHT - height, SLICE_WIDTH - 1, height));
    }
    return svg.append("</svg>\n").toString();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
