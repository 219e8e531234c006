package taskagent.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Missed deadlines: many tasks are made that are all due at one time, the server is killed before,
 * and started when that time is past. How long until all are overdue?
 */
final class Deadlines {

  /** What must be left until the deadline when all tasks are made, so that none acts before. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private static final long ALL_SECONDS = 120;

  /** Seldom enough that reading the figures does not slow down what they tell of. */
  private static final long POLL_MILLIS = 250;

  private static final int CHECKED = 200;

  private final Stage stage;
  private final Report report;

  Deadlines(Stage stage, Report report) {
    this.stage = stage;
    this.report = report;
  }

  void measure() throws IOException, InterruptedException {
    stage.quiet();
    int tasks = stage.settings().tasks();
    var data = stage.folder();
    var ids = stage.newIds("due");
    var server = stage.server(data);
    var due = Instant.now().plus(stage.settings().untilDeadline());
    Fill.tasks(
        server.target(),
        ids,
        tasks,
        () -> Math.max(1, Duration.between(Instant.now(), due).toSeconds()));
    boolean early = Metrics.of(server.address()).value(Metrics.OVERDUE) > 0;
    server.kill();
    // A deadline was cut to whole seconds, so each is up to one second before the common time.
    var left = Duration.between(Instant.now(), due).minusSeconds(1);
    if (early || left.compareTo(MARGIN) < 0) {
      throw new CannotMeasure(
          "The first deadline came before all tasks were made; set --until-deadline higher.");
    }
    Report.progress("waiting until all are past, in " + left.toSeconds() + " s");
    Thread.sleep(left.plusSeconds(2));
    restart(data, ids, tasks);
  }

  private void restart(Path data, String ids, int tasks) throws IOException, InterruptedException {
    var server = stage.server(data);
    long ready = System.nanoTime() - server.started();
    var before = Snapshot.of(server.target());
    boolean all =
        Waiting.until(
            ALL_SECONDS,
            POLL_MILLIS,
            () -> Metrics.of(server.address()).value(Metrics.OVERDUE) >= tasks);
    long took = System.nanoTime() - server.started();
    var spent = Snapshot.of(server.target()).minus(before);
    if (!all) {
      report.trouble("not all of " + tasks + " tasks became overdue in " + ALL_SECONDS + " s");
      return;
    }
    check(server, ids, tasks);
    double seconds = (took - ready) / 1e9;
    report.figure(
        Report.count(tasks) + " missed deadlines, all overdue after the start within",
        Report.seconds(took)
            + ", ready after "
            + Report.seconds(ready)
            + ", then "
            + Report.count(tasks / seconds)
            + "/s; "
            + spent);
    report.quiet("missed deadlines", spent);
    server.stop();
  }

  /** The counter counts what was decided; what is told to clients is looked at here. */
  private void check(Server server, String ids, int tasks) throws IOException {
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
