package taskagent.bench.load;

import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import taskagent.bench.http.HttpConnection;
import taskagent.bench.http.Response;

/** The operations of the loads. Their texts are as long as those of people. */
public final class ClientOperations {

  private static final String TASK =
      ", \"title\": \"Prepare the quarterly report\", \"description\": \"Collect the figures of all"
          + " regions, compare them with the plan, and write two pages about what differs.\","
          + " \"assignee\": \"user-";

  /** Ends the status of an ended workflow; some implementations add a prefix to it. */
  private static final String COMPLETED = "COMPLETED\"";

  private static final long SAGA_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private ClientOperations() {}

  /** Returns a task request. There are 500 assignees. */
  public static String task(String id, long deadlineSeconds) {
    return "{\"task_id\": \""
        + id
        + "\""
        + TASK
        + Math.floorMod(id.hashCode(), 500)
        + "\", \"deadline_seconds\": "
        + deadlineSeconds
        + "}";
  }

  /** Returns an operation that starts a saga and waits for its end. */
  public static Clients.Operation saga(String ids) {
    var next = new AtomicInteger();
    return (connection, accepted) -> {
      run(connection, ids + next.getAndIncrement(), accepted);
    };
  }

  private static void run(HttpConnection connection, String id, Runnable accepted)
      throws IOException {
    connection.post("/tasks/process", task(id, 86_400)).expect(202);
    accepted.run();
    connection
        .get("/workflows/task-workflow-" + id + "?wait=30s")
        .expect(200)
        .expect("\"status\":\"COMPLETED\"")
        .expect("\"status\":\"completed\"");
  }

  /** Like {@link #saga}, and then completes the task, so that it can be removed. */
  public static Clients.Operation completedTask(String ids) {
    var next = new AtomicInteger();
    return (connection, accepted) -> {
      var id = ids + next.getAndIncrement();
      run(connection, id, accepted);
      connection.post("/tasks/" + id + "/complete", "{}").expect(200);
    };
  }

  /** Like {@link #saga}, for another implementation, whose answers may differ in form. */
  public static Clients.Operation sagaOfAnother(String ids) {
    var next = new AtomicInteger();
    return (connection, accepted) -> {
      var id = ids + next.getAndIncrement();
      connection.post("/tasks/process", task(id, 86_400)).expectSuccess();
      accepted.run();
      ended(connection, "/workflows/task-workflow-" + id).expect("completed");
    };
  }

  /** Polls the workflow, because another implementation may have no long polling. */
  private static Response ended(HttpConnection connection, String path) throws IOException {
    long until = System.nanoTime() + SAGA_NANOS;
    var workflow = connection.get(path).expect(200);
    while (!workflow.has(COMPLETED) && System.nanoTime() - until < 0) {
      LockSupport.parkNanos(POLL_NANOS);
      workflow = connection.get(path).expect(200);
    }
    return workflow.expect(COMPLETED);
  }

  /** Returns an operation that reads a random one of these tasks. */
  public static Clients.Operation read(String ids, int tasks) {
    return (connection, _) -> {
      var id = ids + ThreadLocalRandom.current().nextInt(tasks);
      connection.get("/tasks/" + id).expect(200).expect(id);
    };
  }

  /** Returns an operation that reads a page of a list. */
  public static Clients.Operation list(String path) {
    return (connection, _) -> connection.get(path).expect(200).expect("\"items\":[");
  }

  /** Returns an operation that sends a message as a random one of these users. */
  public static Clients.Operation chat(String ids, int users) {
    return (connection, _) -> {
      var user = ids + ThreadLocalRandom.current().nextInt(users);
      connection
          .post("/chat/" + user, "{\"content\": \"What is the next task that is due, and when?\"}")
          .expect(200)
          .expect("\"role\":\"assistant\"");
    };
  }
}
