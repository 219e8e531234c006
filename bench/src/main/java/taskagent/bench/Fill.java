package taskagent.bench;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** Makes many open tasks: requests them, and waits until their sagas are through. */
final class Fill {

  private static final int CLIENTS = 32;
  private static final long SECONDS_AT_MOST = 900;
  private static final long SAGAS_SECONDS = 60;

  private Fill() {}

  /**
   * Makes tasks with the ids {@code ids + 0} to {@code ids + (tasks - 1)}.
   *
   * @param deadlineSeconds asked for each task when it is requested
   * @throws CannotMeasure if they do not all come to be
   */
  static void tasks(Target target, String ids, int tasks, LongSupplier deadlineSeconds)
      throws IOException, InterruptedException {
    Report.progress("making " + Report.count(tasks) + " open tasks");
    var before = Metrics.of(target.address());
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_AT_MOST);
    var next = new AtomicInteger();
    var clients =
        new Clients(target.address(), () -> next.get() < tasks && System.nanoTime() - until < 0);
    for (int i = 0; i < CLIENTS; i++) {
      clients.start(
          (connection, _) -> {
            int number = next.getAndIncrement();
            if (number < tasks) {
              var task = Requests.task(ids + number, deadlineSeconds.getAsLong());
              connection.post("/tasks/process", task).expect(202);
            }
          },
          (_, _, _) -> {});
    }
    check(clients.join(until));
    boolean through =
        Waiting.until(
            SAGAS_SECONDS,
            200,
            () -> Metrics.of(target.address()).since(before, Metrics.COMPLETED) >= tasks);
    if (!through) {
      throw new CannotMeasure("Not all of " + tasks + " sagas came through in time.");
    }
  }

  /**
   * Has a saga run so often, on a server that need not have our metrics; how often what went wrong.
   */
  static Map<String, Long> through(Target target, Clients.Operation saga, int tasks)
      throws InterruptedException {
    Report.progress("making " + Report.count(tasks) + " tasks");
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_AT_MOST);
    var left = new AtomicInteger(tasks);
    var clients = new Clients(target.address(), () -> left.getAndDecrement() > 0);
    for (int i = 0; i < CLIENTS; i++) {
      clients.start(saga, (_, _, _) -> {});
    }
    return clients.join(until);
  }

  /** Fails if anything failed. */
  static void check(Map<String, Long> failures) {
    if (!failures.isEmpty()) {
      throw new CannotMeasure("Could not make the tasks: " + failures);
    }
  }
}
