package taskagent.bench;

import java.io.IOException;

/** The loads on one server: sagas, reads, chat. */
final class Loads {

  /** Enough that their rows are not all in one page, and quickly made. */
  private static final int TASKS_TO_READ = 5_000;

  /** Few enough that their conversations are as long as they get when it is measured. */
  private static final int USERS = 500;

  private Loads() {}

  static void sagas(Stage stage, Report report) throws IOException, InterruptedException {
    for (int clients : stage.settings().concurrency()) {
      var ids = stage.newIds("saga");
      report.load(
          "sagas, " + clients(clients),
          stage
              .settings()
              .load(clients)
              .on(stage.target(), client -> Requests.saga(ids + client + "-")));
    }
  }

  static void reads(Stage stage, Report report) throws IOException, InterruptedException {
    var ids = stage.newIds("read");
    // Metrics would be those of one replica, of many.
    Fill.check(Fill.through(stage.target(), Requests.saga(ids), TASKS_TO_READ));
    for (int clients : stage.settings().concurrency()) {
      report.load(
          "reads, " + clients(clients),
          stage
              .settings()
              .load(clients)
              .on(stage.target(), _ -> Requests.read(ids, TASKS_TO_READ)));
    }
  }

  static void chat(Stage stage, Report report) throws IOException, InterruptedException {
    var ids = stage.newIds("user");
    for (int clients : stage.settings().concurrency()) {
      report.load(
          "chat of " + USERS + " users, " + clients(clients),
          stage.settings().load(clients).on(stage.target(), _ -> Requests.chat(ids, USERS)));
    }
    var one = stage.newIds("user");
    int most = stage.settings().concurrency().stream().mapToInt(n -> n).max().orElse(1);
    report.load(
        "chat of one user, " + clients(most),
        stage.settings().load(most).on(stage.target(), _ -> Requests.chat(one, 1)));
  }

  static String clients(int clients) {
    return clients == 1 ? "1 client" : clients + " clients";
  }
}
