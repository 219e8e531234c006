package taskagent.bench.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import taskagent.bench.load.ClientOperations;
import taskagent.bench.report.MeasurementReport;
import taskagent.bench.server.MeasuredServer;
import taskagent.bench.usage.ProcUsage;

/** Measures the server's memory and the size of its database. */
final class MemoryMeasurement {

  private static final int CLIENTS = 16;

  /** Long enough for work to end after a load, and for the garbage collector to run. */
  private static final Duration REST = Duration.ofSeconds(10);

  private static final long DAY = 86_400;

  private final TestBed testBed;
  private final MeasurementReport report;

  MemoryMeasurement(TestBed testBed, MeasurementReport report) {
    this.testBed = testBed;
    this.report = report;
  }

  void measure() throws IOException, InterruptedException {
    testBed.stopServers();
    afterLoad();
    withOpenTasks();
  }

  private void afterLoad() throws IOException, InterruptedException {
    var data = testBed.folder();
    var server = testBed.server(data);
    Thread.sleep(REST);
    resident("idle after the start", server);
    var ids = testBed.newIds("memory");
    MeasurementReport.progress("sagas at " + LoadMeasurements.clients(CLIENTS));
    var outcome =
        testBed
            .settings()
            .load(CLIENTS)
            .on(server.target(), client -> ClientOperations.saga(ids + client + "-"));
    report.failures("sagas for memory", outcome.failures());
    resident("at the end of a load of sagas", server);
    Thread.sleep(REST);
    resident("10 s later", server);
    server.stop();
  }

  private void withOpenTasks() throws IOException, InterruptedException {
    int tasks = testBed.settings().tasks();
    var with = "with " + MeasurementReport.count(tasks) + " open tasks, ";
    var data = testBed.folder();
    var server = testBed.server(data);
    TaskFiller.tasks(server.target(), testBed.newIds("open"), tasks, () -> DAY);
    Thread.sleep(REST);
    resident(with + "10 s after they were created", server);
    server.stop();
    database(with, data, tasks);
    var again = testBed.server(data);
    Thread.sleep(REST);
    resident(with + "idle after the next start", again);
    again.stop();
  }

  private void resident(String when, MeasuredServer server) throws IOException {
    report.figure(
        "memory (RSS), " + when,
        MeasurementReport.megabytes(ProcUsage.residentBytes(server.pid()))
            + ", "
            + ProcUsage.threads(server.pid())
            + " threads");
  }

  private void database(String with, Path data, int tasks) throws IOException {
    long bytes = TestBed.databaseBytes(data);
    report.figure(
        "database, " + with + "after a clean shutdown",
        MeasurementReport.megabytes(bytes)
            + ", "
            + MeasurementReport.count((double) bytes / tasks)
            + " bytes per task");
  }
}
