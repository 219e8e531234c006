package taskagent.bench.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import taskagent.bench.http.HttpConnection;
import taskagent.bench.load.FixedRate;
import taskagent.bench.report.MeasurementReport;
import taskagent.bench.server.Target;

/** Clients that change tasks at a fixed rate: each change gives one of them another deadline. */
final class ChangeLoad {

  private static final int CLIENTS = 4;
  private static final long HOUR = 3_600;
  private static final long DAYS = 2 * 24 * HOUR;

  private final Target target;
  private final String ids;
  private final int tasks;
  private final LongAdder made = new LongAdder();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean running = true;

  /** Creates a load on the tasks with the ids {@code ids + 0} to {@code ids + (tasks - 1)}. */
  ChangeLoad(Target target, String ids, int tasks) {
    this.target = target;
    this.ids = ids;
    this.tasks = tasks;
  }

  void start(int perSecond) {
    for (int i = 0; i < CLIENTS; i++) {
      threads.add(Thread.ofPlatform().daemon().start(() -> change((double) perSecond / CLIENTS)));
    }
  }

  private void change(double perSecond) {
    try (var connection = HttpConnection.to(target.address())) {
      long _ = FixedRate.run(perSecond, _ -> running, _ -> change(connection));
    } catch (IOException e) {
      failures.add("a change failed: " + e);
    }
  }

  private void change(HttpConnection connection) throws IOException {
    var random = ThreadLocalRandom.current();
    connection
        .post(
            "/tasks/" + ids + random.nextInt(tasks) + "/deadline",
            "{\"deadline_seconds\": " + random.nextLong(HOUR, DAYS) + "}")
        .expect(200);
    made.increment();
  }

  /** Returns how many changes were made so far. */
  long made() {
    return made.sum();
  }

  /** Ends the load, and reports what failed. */
  void stop(MeasurementReport report) throws InterruptedException {
    running = false;
    for (var thread : threads) {
      thread.join();
    }
    failures.forEach(report::trouble);
  }
}
