package taskagent.bench;

import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The requests of the loads. Their texts are as long as those that people write. */
final class Requests {

  private static final String TASK =
      ", \"title\": \"Prepare the quarterly report\", \"description\": \"Collect the figures of all"
          + " regions, compare them with the plan, and write two pages about what differs.\","
          + " \"assignee\": \"user-";

  /**
   * Ends the status of a workflow that has ended; some say of what kind the status is before it.
   */
  private static final String COMPLETED = "COMPLETED\"";

  private static final long SAGA_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private Requests() {}

  /** A request for a task. Assignees are some hundred. */
  static String task(String id, long deadlineSeconds) {
    return "{\"task_id\": \""
        + id
        + "\""
        + TASK
        + Math.floorMod(id.hashCode(), 500)
        + "\", \"deadline_seconds\": "
        + deadlineSeconds
        + "}";
  }

  /** Starts a saga and waits for its end. */
  static Clients.Operation saga(String ids) {
    var next = new AtomicInteger();
    return (connection, accepted) -> {
      var id = ids + next.getAndIncrement();
      connection.post("/tasks/process", task(id, 86_400)).expect(202);
      accepted.run();
      connection
          .get("/workflows/task-workflow-" + id + "?wait=30s")
          .expect(200)
          .expect("\"status\":\"COMPLETED\"")
          .expect("\"status\":\"completed\"");
    };
  }

  /** As {@link #saga}, of another implementation: it may word things its own way. */
  static Clients.Operation sagaOfAnother(String ids) {
    var next = new AtomicInteger();
    return (connection, accepted) -> {
      var id = ids + next.getAndIncrement();
      connection.post("/tasks/process", task(id, 86_400)).expectSuccess();
      accepted.run();
      ended(connection, "/workflows/task-workflow-" + id).expect("completed");
    };
  }

  /** It knows nothing of waiting, and so is asked again. */
  private static Response ended(HttpConnection connection, String path) throws IOException {
    long until = System.nanoTime() + SAGA_NANOS;
    var workflow = connection.get(path).expect(200);
    while (!workflow.has(COMPLETED) && System.nanoTime() - until < 0) {
      LockSupport.parkNanos(ASK_AGAIN_NANOS);
      workflow = connection.get(path).expect(200);
    }
    return workflow.expect(COMPLETED);
  }

  /** Reads one of so many tasks, by chance. */
  static Clients.Operation read(String ids, int tasks) {
    return (connection, _) -> {
      var id = ids + ThreadLocalRandom.current().nextInt(tasks);
      connection.get("/tasks/" + id).expect(200).expect(id);
    };
  }

  /** Says something as one of so many users, by chance. */
  static Clients.Operation chat(String ids, int users) {
    return (connection, _) -> {
      var user = ids + ThreadLocalRandom.current().nextInt(users);
      connection
          .post("/chat/" + user, "{\"content\": \"What is the next task that is due, and when?\"}")
          .expect(200)
          .expect("\"role\":\"assistant\"");
    };
  }
}
