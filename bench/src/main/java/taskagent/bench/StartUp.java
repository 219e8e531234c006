package taskagent.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;

/** How long it takes from starting the process to the first 200 of {@code /health/ready}. */
final class StartUp {

  private static final int TIMES = 5;
  private static final long READY_SECONDS = 60;
  private static final long DAY = 86_400;

  private final Stage stage;
  private final Report report;

  StartUp(Stage stage, Report report) {
    this.stage = stage;
    this.report = report;
  }

  void measure() throws IOException, InterruptedException {
    stage.quiet();
    var empty = stage.folder();
    stage.server(empty).stop(); // its end leaves the archive of classes that the next ones use
    starts("on an empty database", empty);

    int tasks = stage.settings().tasks();
    var full = stage.folder();
    var server = stage.server(full);
    Fill.tasks(server.target(), stage.newIds("open"), tasks, () -> DAY);
    server.stop();
    starts("with " + Report.count(tasks) + " open tasks", full);
  }

  private void starts(String how, Path data) throws IOException, InterruptedException {
    var nanos = new ArrayList<Long>();
    for (int i = 0; i < TIMES; i++) {
      var server = stage.server(data);
      boolean ready =
          Waiting.until(
              READY_SECONDS,
              1,
              () -> HttpConnection.getOnce(server.address(), "/health/ready").status() == 200);
      nanos.add(System.nanoTime() - server.started());
      server.stop();
      if (!ready) {
        throw new CannotMeasure("The server was not ready in " + READY_SECONDS + " s.");
      }
    }
    Collections.sort(nanos);
    report.figure(
        "start to ready, " + how,
        Report.seconds(nanos.get(TIMES / 2))
            + " (median of "
            + TIMES
            + "; worst "
            + Report.seconds(nanos.getLast())
            + ")");
  }
}
