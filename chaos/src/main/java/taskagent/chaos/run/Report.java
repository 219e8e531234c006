package taskagent.chaos.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What came of all runs of a commit, as Markdown and as a page with a plot of each run. */
public final class Report {

  private static final String BEGIN = "<!-- results -->";
  private static final String END = "<!-- end -->";
  private static final int SLICE_WIDTH = 6;
  private static final int HEIGHT = 80;

  private final List<Piece> pieces;

  /** A report on these, of which there is at least one. */
  public Report(List<Piece> pieces) {
    this.pieces = List.copyOf(pieces);
  }

  /** Writes {@code index.html} and {@code chaos.md}. */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("chaos.md"), Table.of(pieces).toString());
    Files.writeString(folder.resolve("index.html"), html());
  }

  /**
   * Puts the results into a document, between two marks; those of other faults that are there stay.
   */
  public void writeInto(Path document) throws IOException {
    var text = Files.readString(document);
    int from = text.indexOf(BEGIN);
    int to = text.indexOf(END, from);
    if (from < 0 || to < 0) {
      throw new IllegalStateException(document + " has no place for results: " + BEGIN);
    }
    var table = Table.of(pieces).over(text.substring(from, to));
    Files.writeString(
        document,
        text.substring(0, from + BEGIN.length()) + "\n\n" + table + "\n" + text.substring(to));
  }

  private String commit() {
    return pieces.getLast().commit();
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
        "<p>Commit %s. Calls acknowledged in each half second; shaded: while it was broken.</p>"
            .formatted(escape(commit())));
    for (var row : Row.of(pieces)) {
      page.append(
          "<h2>%s: %d %s</h2>".formatted(escape(row.tier()), row.fault(), escape(row.name())));
      row.pieces().forEach(piece -> append(page, piece));
    }
    return page.append("</html>\n").toString();
  }

  private static void append(StringBuilder page, Piece piece) {
    page.append(
        "<p>Seed %d: %d of %d calls acknowledged, %d \"not now\", %d without answer; %s</p>"
            .formatted(
                piece.seed(),
                piece.calls().acknowledged(),
                piece.calls().all(),
                piece.calls().notNow(),
                piece.calls().unanswered(),
                recovered(piece)));
    page.append(plot(piece));
    for (var violation : piece.violations()) {
      page.append("<pre class=bad>").append(escape(violation)).append("</pre>");
    }
  }

  private static String recovered(Piece piece) {
    return piece.recoveredMillis() < 0
        ? "not as before while it was watched"
        : "as before %.1f s after the fault".formatted(piece.recoveredMillis() / 1_000.0);
  }

  private static String plot(Piece piece) {
    int most = piece.done().stream().mapToInt(Integer::intValue).max().orElse(1);
    int width = piece.done().size() * SLICE_WIDTH;
    var svg = new StringBuilder();
    svg.append("<svg width=%d height=%d role=img>".formatted(width, HEIGHT));
    long slice = Throughput.SLICE.toMillis();
    svg.append(
        "<rect class=broken x=%d y=0 width=%d height=%d />"
            .formatted(
                piece.injectedMillis() * SLICE_WIDTH / slice,
                Math.max(2, (piece.healedMillis() - piece.injectedMillis()) * SLICE_WIDTH / slice),
                HEIGHT));
    for (int i = 0; i < piece.done().size(); i++) {
      int height = piece.done().get(i) * HEIGHT / Math.max(1, most);
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
