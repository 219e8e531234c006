package taskagent.bench.measure;

import java.io.IOException;
import taskagent.bench.load.ClientOperations;
import taskagent.bench.report.MeasurementReport;

/** Measures the loads on one server: sagas, reads, chat. */
final class LoadMeasurements {

  /** Enough that their rows fill many pages, but quick to create. */
  private static final int TASKS_TO_READ = 5_000;

  /** Few enough that their conversations reach their full length before the measurement. */
  private static final int USERS = 500;

  private LoadMeasurements() {}

  static void sagas(TestBed testBed, MeasurementReport report)
      throws IOException, InterruptedException {
    for (int clients : testBed.settings().concurrency()) {
      var ids = testBed.newIds("saga");
      report.load(
          "sagas, " + clients(clients),
          testBed
              .settings()
              .load(clients)
              .on(testBed.target(), client -> ClientOperations.saga(ids + client + "-")));
    }
  }

  static void reads(TestBed testBed, MeasurementReport report)
      throws IOException, InterruptedException {
    var ids = testBed.newIds("read");
    // With several replicas, the metrics would be those of one of them.
    TaskFiller.check(
        TaskFiller.through(testBed.target(), ClientOperations.saga(ids), TASKS_TO_READ));
    for (int clients : testBed.settings().concurrency()) {
      report.load(
          "reads, " + clients(clients),
          testBed
              .settings()
              .load(clients)
              .on(testBed.target(), _ -> ClientOperations.read(ids, TASKS_TO_READ)));
    }
  }

  static void chat(TestBed testBed, MeasurementReport report)
      throws IOException, InterruptedException {
    var ids = testBed.newIds("user");
    for (int clients : testBed.settings().concurrency()) {
      report.load(
          "chat of " + USERS + " users, " + clients(clients),
          testBed
              .settings()
              .load(clients)
              .on(testBed.target(), _ -> ClientOperations.chat(ids, USERS)));
    }
    var one = testBed.newIds("user");
    int most = testBed.settings().concurrency().stream().mapToInt(n -> n).max().orElse(1);
    report.load(
        "chat of one user, " + clients(most),
        testBed.settings().load(most).on(testBed.target(), _ -> ClientOperations.chat(one, 1)));
  }

  static String clients(int clients) {
    return clients == 1 ? "1 client" : clients + " clients";
  }
}
