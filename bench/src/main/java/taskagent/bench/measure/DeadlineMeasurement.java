package taskagent.bench.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import taskagent.bench.http.HttpConnection;
import taskagent.bench.http.Polling;
import taskagent.bench.http.Response;
import taskagent.bench.report.MeasurementReport;
import taskagent.bench.server.MeasuredServer;
import taskagent.bench.server.MeasurementException;
import taskagent.bench.usage.ServerMetrics;
import taskagent.bench.usage.UsageSnapshot;

/**
 * Measures missed deadlines. It creates many tasks with one common deadline, kills the server
 * before the deadline, and starts it after the deadline. It measures the time until all tasks are
 * overdue.
 */
final class DeadlineMeasurement {

  /** The least time from the last task until the deadline, so that none expires too early. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private static final long TIMEOUT_SECONDS = 120;

  /** Rare enough that reading the metrics does not slow down the server. */
  private static final long POLL_MILLIS = 250;

  private static final int CHECKED = 200;

  private final TestBed testBed;
  private final MeasurementReport report;

  DeadlineMeasurement(TestBed testBed, MeasurementReport report) {
    this.testBed = testBed;
    this.report = report;
  }

  void measure() throws IOException, InterruptedException {
    testBed.stopServers();
    int tasks = testBed.settings().tasks();
    var data = testBed.folder();
    var ids = testBed.newIds("due");
    var server = testBed.server(data);
    var due = Instant.now().plus(testBed.settings().untilDeadline());
    TaskFiller.tasks(
        server.target(),
        ids,
        tasks,
        () -> Math.max(1, Duration.between(Instant.now(), due).toSeconds()));
    boolean early = ServerMetrics.of(server.address()).value(ServerMetrics.OVERDUE) > 0;
    server.kill();
    // Deadlines are requested in whole seconds, so each is up to one second early.
    var left = Duration.between(Instant.now(), due).minusSeconds(1);
    if (early || left.compareTo(MARGIN) < 0) {
      throw new MeasurementException(
          "The first deadline expired before all tasks were created; increase --until-deadline.");
    }
    MeasurementReport.progress("waiting for the deadline, in " + left.toSeconds() + " s");
    Thread.sleep(left.plusSeconds(2));
    restart(data, ids, tasks);
  }

  private void restart(Path data, String ids, int tasks) throws IOException, InterruptedException {
    var server = testBed.server(data);
    long ready = System.nanoTime() - server.started();
    var before = UsageSnapshot.of(server.target());
    boolean all =
        Polling.until(
            TIMEOUT_SECONDS,
            POLL_MILLIS,
            () -> ServerMetrics.of(server.address()).value(ServerMetrics.OVERDUE) >= tasks);
    long took = System.nanoTime() - server.started();
    var spent = UsageSnapshot.of(server.target()).minus(before);
    if (!all) {
      report.trouble("not all of " + tasks + " tasks became overdue in " + TIMEOUT_SECONDS + " s");
      return;
    }
    check(server, ids, tasks);
    double seconds = (took - ready) / 1e9;
    report.figure(
        MeasurementReport.count(tasks) + " missed deadlines: from the start until all are overdue",
        MeasurementReport.seconds(took)
            + ", ready after "
            + MeasurementReport.seconds(ready)
            + ", then "
            + MeasurementReport.count(tasks / seconds)
            + "/s; "
            + spent);
    report.noteOtherLoad("missed deadlines", spent);
    server.stop();
  }

  /** The counter counts decisions; this checks what clients get. */
  private void check(MeasuredServer server, String ids, int tasks) throws IOException {
    try (var connection = HttpConnection.to(server.address())) {
      for (int i = 0; i < Math.min(CHECKED, tasks); i++) {
        var id = ids + ThreadLocalRandom.current().nextInt(tasks);
        connection.get("/tasks/" + id).expect(200).expect("\"status\":\"overdue\"");
      }
    } catch (Response.Unexpected e) {
      report.trouble("a task was not overdue: " + e.getMessage());
    }
  }
}
