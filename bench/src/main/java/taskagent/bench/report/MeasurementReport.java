package taskagent.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import taskagent.bench.load.ClosedLoop;
import taskagent.bench.usage.ResourceUse;

/** Collects the results: a table of loads, a table of single figures, and the failures. */
public final class MeasurementReport {

  private final TextTable loads =
      TextTable.ofFigures(
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
  private final TextTable figures = TextTable.ofText("figure", "value");
  private final TextTable goals = TextTable.ofText("figure", "aim", "measured");
  private final ComparisonTable engines = new ComparisonTable();
  private final List<String> notes = new ArrayList<>();
  private final List<String> troubles = new ArrayList<>();

  /** Adds a load and prints its result. */
  public void load(String name, ClosedLoop.Result outcome) {
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
    print(name, count(outcome.perSecond()) + "/s, p99 " + decimals(2, outcome.millis(99)) + " ms");
    failures(name, outcome.failures());
    noteOtherLoad(name, spent);
    if (outcome.times().getTotalCount() == 0) {
      trouble(name + ": nothing succeeded");
    }
  }

  /** Adds a figure with its unit, and prints it. */
  public void figure(String name, String value) {
    figures.add(List.of(name, value));
    print(name, value);
  }

  /** Adds a figure with the aim that it should reach, and prints it. */
  public void goal(String name, String aim, String measured) {
    goals.add(List.of(name, aim, measured));
    print(name, measured + " (aim: " + aim + ")");
  }

  /** Adds a result of one contender, and prints it. */
  public void beside(String what, String contender, String value) {
    engines.add(what, contender, value);
    print(contender + ": " + what, value);
  }

  /** Adds a note if other processes used the machine meanwhile. */
  public void noteOtherLoad(String name, ResourceUse spent) {
    if (!spent.undisturbed()) {
      notes.add(
          name
              + ": other processes used "
              + decimals(2, spent.other())
              + " cores meanwhile; repeat it on an idle machine");
    }
  }

  /** Adds the failures of an operation. */
  public void failures(String name, Map<String, Long> failures) {
    failures.forEach((kind, count) -> trouble(name + ": " + count + " times: " + kind));
  }

  /** Adds a failure; the figures cannot be trusted then. */
  public void trouble(String what) {
    troubles.add(what);
    System.err.println("  FAILED: " + what);
  }

  /** Prints what is being done. */
  public static void progress(String what) {
    System.err.println("  " + what + " ...");
  }

  private static void print(String name, String value) {
    System.err.println("  " + name + ": " + value);
  }

  public boolean sound() {
    return troubles.isEmpty();
  }

  /** Returns the tables, notes and failures. */
  public String text(boolean markdown) {
    var text = new StringBuilder();
    for (var table : List.of(loads, figures, goals, engines.table())) {
      if (!table.empty()) {
        text.append(markdown ? table.markdown() : table.text()).append('\n');
      }
    }
    notes.forEach(note -> text.append("Note: ").append(note).append('\n'));
    troubles.forEach(trouble -> text.append("FAILED: ").append(trouble).append('\n'));
    return text.toString();
  }

  public static String count(double count) {
    return String.format(Locale.ROOT, "%,.0f", count);
  }

  public static String decimals(int digits, double value) {
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }

  public static String seconds(long nanos) {
    return decimals(2, nanos / 1e9) + " s";
  }

  public static String megabytes(long bytes) {
    return count(bytes / 1e6) + " MB";
  }
}
