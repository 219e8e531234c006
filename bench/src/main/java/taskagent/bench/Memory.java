package taskagent.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The server's memory and the size of its database. */
final class Memory {

  private static final int CLIENTS = 16;

  /** So that what runs on after a load is over, and the collector had its chance. */
  private static final Duration REST = Duration.ofSeconds(10);

  private static final long DAY = 86_400;

  private final Stage stage;
  private final Report report;

  Memory(Stage stage, Report report) {
    this.stage = stage;
    this.report = report;
  }

  void measure() throws IOException, InterruptedException {
    stage.quiet();
    afterLoad();
    withOpenTasks();
  }

  private void afterLoad() throws IOException, InterruptedException {
    var data = stage.folder();
    var server = stage.server(data);
    Thread.sleep(REST);
    resident("idle after the start", server);
    var ids = stage.newIds("memory");
    Report.progress("sagas at " + Loads.clients(CLIENTS));
    var outcome =
        stage
            .settings()
            .load(CLIENTS)
            .on(server.target(), client -> Requests.saga(ids + client + "-"));
    report.failures("sagas for memory", outcome.failures());
    resident("at the end of a load of sagas", server);
    Thread.sleep(REST);
    resident("10 s later", server);
    server.stop();
  }

  private void withOpenTasks() throws IOException, InterruptedException {
    int tasks = stage.settings().tasks();
    var with = "with " + Report.count(tasks) + " open tasks, ";
    var data = stage.folder();
    var server = stage.server(data);
    Fill.tasks(server.target(), stage.newIds("open"), tasks, () -> DAY);
    Thread.sleep(REST);
    resident(with + "10 s after they were made", server);
    server.stop();
    database(with, data, tasks);
    var again = stage.server(data);
    Thread.sleep(REST);
    resident(with + "idle after the next start", again);
    again.stop();
  }

  private void resident(String when, Server server) throws IOException {
    report.figure(
        "memory (RSS), " + when,
        Report.megabytes(Usage.residentBytes(server.pid()))
            + ", "
            + Usage.threads(server.pid())
            + " threads");
  }

  private void database(String with, Path data, int tasks) throws IOException {
    long bytes = Stage.databaseBytes(data);
    report.figure(
        "database, " + with + "after a clean end",
        Report.megabytes(bytes) + ", " + Report.count((double) bytes / tasks) + " bytes a task");
  }
}
