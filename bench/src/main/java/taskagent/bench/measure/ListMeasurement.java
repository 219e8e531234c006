package taskagent.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import taskagent.bench.composed.ViewComparison;
import taskagent.bench.report.MeasurementReport;
import taskagent.bench.server.ListServerProcess;
import taskagent.bench.usage.ServerMetrics;
import taskagent.bench.usage.UsageSnapshot;

/**
 * Measures lists and searches of generated tasks over HTTP: without changes, beside changes, and
 * while a second view is built as well. At the end, both views must be equal.
 */
final class ListMeasurement {

  private static final int TASKS = 1_000_000;
  private static final String LAG = "taskagent_view_lag_seconds";

  private final TestBed testBed;
  private final MeasurementReport report;

  ListMeasurement(TestBed testBed, MeasurementReport report) {
    this.testBed = testBed;
    this.report = report;
  }

  void measure() throws IOException, InterruptedException {
    testBed.stopServers();
    int tasks = testBed.settings().tasks(TASKS);
    int rate = testBed.settings().rate();
    MeasurementReport.progress(
        "building lists of " + MeasurementReport.count(tasks) + " tasks, and a run for each");
    try (var server = ListServerProcess.start(testBed.folder(), tasks)) {
      built("lists built from nothing, alone", server.built());
      size("size of the lists", server.serving(), server.built().rows());
      var changes = MeasurementReport.count(rate) + " changes/s";
      timed(server, "no changes", 0);
      timed(server, changes, rate);
      long rows = whileRebuilding(server, changes + " and a rebuild", rate);
      long _ = server.rate(0);
      server.settle();
      compare(server);
      size("size of the lists that served, at the end", server.serving(), rows);
      size("size of the rebuilt lists", server.rebuilt(), rows);
    }
  }

  private void size(String what, Path file, long rows) throws IOException {
    long bytes = Files.size(file);
    report.figure(
        what,
        MeasurementReport.megabytes(bytes)
            + ", "
            + MeasurementReport.count((double) bytes / rows)
            + " bytes per row");
  }

  private void built(String what, ListServerProcess.Built built) {
    report.figure(
        what,
        MeasurementReport.seconds(TimeUnit.MILLISECONDS.toNanos(built.millis()))
            + " for "
            + MeasurementReport.count((double) built.rows())
            + " rows, "
            + MeasurementReport.count(built.rows() * 1e3 / Math.max(1, built.millis()))
            + " rows/s");
  }

  /** Reads lists for the usual time. */
  private void timed(ListServerProcess server, String phase, int rate)
      throws IOException, InterruptedException {
    var settings = testBed.settings();
    long begun = System.nanoTime();
    long begin = begun + settings.warmUp().toNanos();
    long end = begin + settings.measured().toNanos();
    long _ = server.rate(rate);
    var reading = new ListReading(() -> System.nanoTime() - end < 0, begin);
    reading.start(server.target());
    TimeUnit.NANOSECONDS.sleep(begin - System.nanoTime());
    var from = Progress.of(server, rate);
    TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
    result(server, phase, rate, from, reading, end);
  }

  /** Reads lists for as long as a second view is built, and returns how many rows that has. */
  private long whileRebuilding(ListServerProcess server, String phase, int rate)
      throws IOException, InterruptedException {
    var building = new AtomicBoolean(true);
    var reading = new ListReading(building::get, System.nanoTime());
    reading.start(server.target());
    var from = Progress.of(server, rate);
    var rebuilt = server.rebuild();
    building.set(false);
    built("lists built from nothing, beside lists that serve", rebuilt);
    result(server, phase, rate, from, reading, System.nanoTime());
    return rebuilt.rows();
  }

  /** How far the server was at a moment. */
  private record Progress(UsageSnapshot usage, long changes) {

    static Progress of(ListServerProcess server, int rate) throws IOException {
      return new Progress(UsageSnapshot.of(server.target()), server.rate(rate));
    }
  }

  private void result(
      ListServerProcess server,
      String phase,
      int rate,
      Progress from,
      ListReading reading,
      long end)
      throws IOException, InterruptedException {
    var to = Progress.of(server, rate);
    double lag = ServerMetrics.of(server.target().address()).value(LAG);
    report.failures(phase, reading.join(end));
    reading.report(report, phase);
    double seconds = (to.usage().nanos() - from.usage().nanos()) / 1e9;
    var used = to.usage().minus(from.usage());
    report.figure(
        phase + ": changes made, lag at the end, and cores",
        "%s changes/s, %s s behind; server %s, client %s, others %s"
            .formatted(
                MeasurementReport.count((to.changes() - from.changes()) / seconds),
                MeasurementReport.decimals(2, lag),
                MeasurementReport.decimals(2, used.server()),
                MeasurementReport.decimals(2, used.client()),
                MeasurementReport.decimals(2, used.other())));
    report.noteOtherLoad(phase, used);
  }

  private void compare(ListServerProcess server) throws IOException {
    MeasurementReport.progress("comparing both lists row by row");
    try {
      var comparison = ViewComparison.of(server.serving(), server.rebuilt());
      comparison
          .differences()
          .forEach(difference -> report.trouble("the rebuilt lists differ: " + difference));
      report.figure(
          "the rebuilt lists compared with those that served",
          MeasurementReport.count((double) comparison.rows())
              + " rows are equal, "
              + comparison.differences().size()
              + " tables differ");
    } catch (SQLException e) {
      throw new IOException("the lists cannot be compared", e);
    }
  }
}
