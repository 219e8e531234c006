package taskagent.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured so far: a table of loads, a table of single figures, and what went wrong. */
final class Report {

  private final Table loads =
      Table.ofFigures(
          "load",
          "per second",
          "p50 ms",
          "p99 ms",
          "max ms",
          "accepted p50",
          "accepted p99",
          "failed",
          "server µs each",
          "server cores",
          "of these writer",
          "client cores",
          "other cores",
          "idle cores",
          "commits/s",
          "writes/commit");
  private final Table figures = Table.ofText("figure", "value");
  private final SideBySide engines = new SideBySide();
  private final List<String> notes = new ArrayList<>();
  private final List<String> troubles = new ArrayList<>();

  /** Adds a load, and says so on the way. */
  void load(String name, Load.Outcome outcome) {
    var spent = outcome.used();
    loads.add(
        List.of(
            name,
            count(outcome.perSecond()),
            decimals(2, outcome.millis(50)),
            decimals(2, outcome.millis(99)),
            decimals(1, outcome.millis(100)),
            decimals(2, outcome.acceptedMillis(50)),
            decimals(2, outcome.acceptedMillis(99)),
            count((double) outcome.failed()),
            count(spent.server() * 1e6 / Math.max(1, outcome.perSecond())),
            decimals(2, spent.server()),
            decimals(2, spent.writer()),
            decimals(2, spent.client()),
            decimals(2, spent.other()),
            decimals(2, spent.idle()),
            count(spent.commitsPerSecond()),
            decimals(1, spent.writesPerCommit())));
    said(name, count(outcome.perSecond()) + "/s, p99 " + decimals(2, outcome.millis(99)) + " ms");
    failures(name, outcome.failures());
    quiet(name, spent);
    if (outcome.times().getTotalCount() == 0) {
      trouble(name + ": nothing succeeded");
    }
  }

  /** Adds a figure with its unit. */
  void figure(String name, String value) {
    figures.add(List.of(name, value));
    said(name, value);
  }

  /** Adds what one of several reached. */
  void beside(String what, String contender, String value) {
    engines.add(what, contender, value);
    said(contender + ": " + what, value);
  }

  /** Notes if something else went on in the meantime. */
  void quiet(String name, Spent spent) {
    if (!spent.quiet()) {
      notes.add(
          name
              + ": others used "
              + decimals(2, spent.other())
              + " cores meanwhile; repeat it when all is quiet");
    }
  }

  /** Notes what went wrong in doing something. */
  void failures(String name, Map<String, Long> failures) {
    failures.forEach((kind, count) -> trouble(name + ": " + count + " times " + kind));
  }

  /** Notes that something went wrong: the figures are not to be trusted. */
  void trouble(String what) {
    troubles.add(what);
    System.err.println("  WRONG: " + what);
  }

  /** Tells on the way what is being done. */
  static void progress(String what) {
    System.err.println("  " + what + " ...");
  }

  private static void said(String name, String value) {
    System.err.println("  " + name + ": " + value);
  }

  boolean sound() {
    return troubles.isEmpty();
  }

  /** All of it. */
  String text(boolean markdown) {
    var text = new StringBuilder();
    for (var table : List.of(loads, figures, engines.table())) {
      if (!table.empty()) {
        text.append(markdown ? table.markdown() : table.text()).append('\n');
      }
    }
    notes.forEach(note -> text.append("Note: ").append(note).append('\n'));
    troubles.forEach(trouble -> text.append("WRONG: ").append(trouble).append('\n'));
    return text.toString();
  }

  static String count(double count) {
    return String.format(Locale.ROOT, "%,.0f", count);
  }

  static String decimals(int digits, double value) {
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }

  static String seconds(long nanos) {
    return decimals(2, nanos / 1e9) + " s";
  }

  static String megabytes(long bytes) {
    return count(bytes / 1e6) + " MB";
  }
}
