package taskagent.bench.measure;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import taskagent.bench.load.ClientOperations;
import taskagent.bench.load.Clients;
import taskagent.bench.report.MeasurementReport;

/** Measures pages of lists of many tasks, while sagas change what is listed. */
final class ListMeasurement {

  private static final long DAY = 86_400;
  private static final int READERS = 2;
  private static final int WRITERS = 2;
  private static final long ENDS_WITHIN_SECONDS = 60;

  /** The queries of the lists, by what they show. */
  private record Page(String what, String query) {}

  private static final List<Page> PAGES =
      List.of(
          new Page("all tasks, the latest change first", ""),
          new Page("open tasks, the next deadline first", "?q=status:open&sort=due"),
          new Page("tasks of one assignee", "?q=assignee:user-7&sort=due"),
          new Page("overdue within an hour, by change", "?q=status:open+due:%3C1h"),
          new Page("a word that every title has", "?q=quarterly+status:assigned&sort=due"));

  private final TestBed testBed;
  private final MeasurementReport report;

  ListMeasurement(TestBed testBed, MeasurementReport report) {
    this.testBed = testBed;
    this.report = report;
  }

  void measure() throws IOException, InterruptedException {
    var target = testBed.target();
    TaskFiller.tasks(target, testBed.newIds("listed"), testBed.settings().tasks(), () -> DAY);
    var running = new AtomicBoolean(true);
    var writers = new Clients(target.address(), running::get);
    for (int i = 0; i < WRITERS; i++) {
      var ids = testBed.newIds("beside") + i + "-";
      writers.start(ClientOperations.saga(ids), (_, _, _) -> {});
    }
    for (var page : PAGES) {
      report.load(
          "list of " + page.what() + ", " + LoadMeasurements.clients(READERS),
          testBed
              .settings()
              .load(READERS)
              .on(target, _ -> ClientOperations.list("/tasks" + page.query())));
    }
    running.set(false);
    report.failures(
        "sagas beside the lists",
        writers.join(System.nanoTime() + TimeUnit.SECONDS.toNanos(ENDS_WITHIN_SECONDS)));
  }
}
