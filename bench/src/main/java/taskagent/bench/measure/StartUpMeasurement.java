package taskagent.bench.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import taskagent.bench.http.HttpConnection;
import taskagent.bench.http.Polling;
import taskagent.bench.report.MeasurementReport;
import taskagent.bench.server.MeasurementException;

/** Measures the time from the start of the process to the first 200 of {@code /health/ready}. */
final class StartUpMeasurement {

  private static final int TIMES = 5;
  private static final long READY_SECONDS = 60;
  private static final long DAY = 86_400;

  private final TestBed testBed;
  private final MeasurementReport report;

  StartUpMeasurement(TestBed testBed, MeasurementReport report) {
    this.testBed = testBed;
    this.report = report;
  }

  void measure() throws IOException, InterruptedException {
    testBed.stopServers();
    var empty = testBed.folder();
    testBed.server(empty).stop(); // its shutdown writes the class archive that later starts use
    starts("on an empty database", empty);

    int tasks = testBed.settings().tasks();
    var full = testBed.folder();
    var server = testBed.server(full);
    TaskFiller.tasks(server.target(), testBed.newIds("open"), tasks, () -> DAY);
    server.stop();
    starts("with " + MeasurementReport.count(tasks) + " open tasks", full);
  }

  private void starts(String how, Path data) throws IOException, InterruptedException {
    var nanos = new ArrayList<Long>();
    for (int i = 0; i < TIMES; i++) {
      var server = testBed.server(data);
      boolean ready =
          Polling.until(
              READY_SECONDS,
              1,
              () -> HttpConnection.getOnce(server.address(), "/health/ready").status() == 200);
      nanos.add(System.nanoTime() - server.started());
      server.stop();
      if (!ready) {
        throw new MeasurementException("The server was not ready in " + READY_SECONDS + " s.");
      }
    }
    Collections.sort(nanos);
    report.figure(
        "start to ready, " + how,
        MeasurementReport.seconds(nanos.get(TIMES / 2))
            + " (median of "
            + TIMES
            + "; worst "
            + MeasurementReport.seconds(nanos.getLast())
            + ")");
  }
}
