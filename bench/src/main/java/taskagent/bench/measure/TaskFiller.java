package taskagent.bench.measure;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import taskagent.bench.http.Polling;
import taskagent.bench.load.ClientOperations;
import taskagent.bench.load.Clients;
import taskagent.bench.report.MeasurementReport;
import taskagent.bench.server.MeasurementException;
import taskagent.bench.server.Target;
import taskagent.bench.usage.ServerMetrics;

/** Creates many open tasks: requests them, and waits until their sagas have ended. */
final class TaskFiller {

  private static final int CLIENTS = 32;
  private static final long TIMEOUT_SECONDS = 900;
  private static final long SAGAS_SECONDS = 60;

  private TaskFiller() {}

  /**
   * How long it took.
   *
   * @param requests from the first request until the last one was answered
   * @param sagas from then until the last saga had ended
   */
  record Times(Duration requests, Duration sagas) {}

  /**
   * Creates tasks with the ids {@code ids + 0} to {@code ids + (tasks - 1)}, and waits until their
   * sagas have ended.
   *
   * @param deadlineSeconds returns the deadline of each task when it is requested
   * @throws MeasurementException if not all of them are created
   */
  static Times tasks(Target target, String ids, int tasks, LongSupplier deadlineSeconds)
      throws IOException, InterruptedException {
    MeasurementReport.progress("creating " + MeasurementReport.count(tasks) + " open tasks");
    var before = ServerMetrics.of(target.address());
    long began = System.nanoTime();
    long until = began + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    var next = new AtomicInteger();
    var clients =
        new Clients(target.address(), () -> next.get() < tasks && System.nanoTime() - until < 0);
    for (int i = 0; i < CLIENTS; i++) {
      clients.start(
          (connection, _) -> {
            int number = next.getAndIncrement();
            if (number < tasks) {
              var task = ClientOperations.task(ids + number, deadlineSeconds.getAsLong());
              connection.post("/tasks/process", task).expect(202);
            }
          },
          (_, _, _) -> {});
    }
    check(clients.join(until));
    long requested = System.nanoTime();
    boolean through =
        Polling.until(
            SAGAS_SECONDS,
            200,
            () ->
                ServerMetrics.of(target.address()).since(before, ServerMetrics.COMPLETED) >= tasks);
    if (!through) {
      throw new MeasurementException("Not all of " + tasks + " sagas ended in time.");
    }
    return new Times(
        Duration.ofNanos(requested - began), Duration.ofNanos(System.nanoTime() - requested));
  }

  /**
   * Runs this many sagas on a server that may have other metrics, and returns the number of
   * failures of each kind.
   */
  static Map<String, Long> through(Target target, Clients.Operation saga, int tasks)
      throws InterruptedException {
    MeasurementReport.progress("creating " + MeasurementReport.count(tasks) + " tasks");
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    var left = new AtomicInteger(tasks);
    var clients = new Clients(target.address(), () -> left.getAndDecrement() > 0);
    for (int i = 0; i < CLIENTS; i++) {
      clients.start(saga, (_, _, _) -> {});
    }
    return clients.join(until);
  }

  /** Throws if anything failed. */
  static void check(Map<String, Long> failures) {
    if (!failures.isEmpty()) {
      throw new MeasurementException("Could not create the tasks: " + failures);
    }
  }
}
