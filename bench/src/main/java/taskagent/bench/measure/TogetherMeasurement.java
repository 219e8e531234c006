package taskagent.bench.measure;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import taskagent.bench.http.Polling;
import taskagent.bench.report.MeasurementReport;
import taskagent.bench.server.Contender;
import taskagent.bench.server.MeasurementException;
import taskagent.bench.usage.ProcUsage;
import taskagent.bench.usage.ServerMetrics;

/**
 * Measures what happens when many tasks are due in the same second: how fast they are accepted, how
 * long after their deadline the last one is overdue, and how much memory that takes.
 */
final class TogetherMeasurement {

  private static final long TIMEOUT_SECONDS = 300;
  private static final long POLL_MILLIS = 250;

  private final TestBed testBed;
  private final MeasurementReport report;

  TogetherMeasurement(TestBed testBed, MeasurementReport report) {
    this.testBed = testBed;
    this.report = report;
  }

  void measure() throws IOException, InterruptedException {
    testBed.eachContender((contender, _) -> measure(contender));
  }

  private void measure(Contender contender) throws IOException, InterruptedException {
    int tasks = testBed.settings().tasks();
    var target = contender.target();
    var before = ServerMetrics.of(target.address());
    var due = Instant.now().plus(testBed.settings().untilDeadline());
    var took =
        TaskFiller.tasks(
            target,
            testBed.newIds("together"),
            tasks,
            () -> Math.max(1, Duration.between(Instant.now(), due).toSeconds()));
    if (ServerMetrics.of(target.address()).since(before, ServerMetrics.OVERDUE) > 0) {
      throw new MeasurementException(
          "A deadline passed before all tasks were created; increase --until-deadline.");
    }
    beside(
        contender,
        "accepted per second",
        MeasurementReport.count(tasks / (took.requests().toMillis() / 1e3)));
    beside(
        contender,
        "from the last request until the last saga has ended",
        MeasurementReport.seconds(took.sagas().toNanos()));
    // Deadlines are requested in whole seconds, so each is up to one second early.
    Thread.sleep(Math.max(0, Duration.between(Instant.now(), due).minusSeconds(1).toMillis()));
    boolean all =
        Polling.until(
            TIMEOUT_SECONDS,
            POLL_MILLIS,
            () -> ServerMetrics.of(target.address()).since(before, ServerMetrics.OVERDUE) >= tasks);
    if (!all) {
      report.trouble(contender.name() + ": not all tasks became overdue");
      return;
    }
    beside(
        contender,
        "from the deadline until all " + MeasurementReport.count(tasks) + " are overdue",
        MeasurementReport.seconds(Duration.between(due, Instant.now()).toNanos()));
    for (var part : new TreeMap<>(contender.parts()).entrySet()) {
      beside(
          contender,
          "memory of " + part.getKey() + ", at most",
          MeasurementReport.megabytes(ProcUsage.peakResidentBytes(part.getValue())));
    }
  }

  private void beside(Contender contender, String what, String value) {
    report.beside(what, contender.name(), value);
  }
}
