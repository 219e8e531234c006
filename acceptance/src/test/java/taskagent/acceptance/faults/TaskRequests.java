package taskagent.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import taskagent.testing.server.JsonHttpClient;
import taskagent.testing.server.JsonHttpClient.Answer;

/** Requests tasks, and checks the outcome of acknowledged ones. */
public final class TaskRequests {

  /** A saga ends within this time after the fault is over (specification §8, invariant 6). */
  public static final Duration HEALED_WITHIN = Duration.ofSeconds(60);

  private TaskRequests() {}

  /** Requests a task. */
  public static Answer request(JsonHttpClient client, String id) throws IOException {
    return client.post("/tasks/process", JsonHttpClient.json(body(id)));
  }

  /**
   * Requests a task until it is accepted. A replica that is ready again may still answer 503 while
   * Dapr moves its actors.
   */
  public static void accepted(JsonHttpClient client, String id) {
    Awaitility.await(id + " is accepted")
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(200))
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              var answer = request(client, id);
              assertThat(answer.status()).as(answer.text()).isIn(202, 503);
              return answer.status() == 202;
            });
  }

  private static Map<String, String> body(String id) {
    return Map.of(
        "task_id",
        id,
        "title",
        "Survive " + id,
        "description",
        "Although something fails meanwhile",
        "assignee",
        "ada");
  }

  /** Returns the outcome of the workflow of a task; empty while it runs. */
  public static String outcome(JsonHttpClient client, String id) throws IOException {
    var workflow = client.get("/workflows/task-workflow-" + id);
    assertThat(workflow.status()).as(workflow.text()).isEqualTo(200);
    return workflow.json().path("result").path("status").asText();
  }

  /** Tells whether the workflow of a task has ended. */
  @FunctionalInterface
  public interface EndCheck {
    /** Returns true if it has ended. */
    boolean ended(String id) throws IOException;
  }

  /**
   * Waits until the workflows of all tasks have ended.
   *
   * @param since the start of the measurement, by {@code nanoTime}
   * @return the time from then until each ended, shortest first
   */
  public static List<Duration> ends(EndCheck check, Collection<String> ids, long since) {
    var running = new HashSet<>(ids);
    var took = new ArrayList<Duration>();
    Awaitility.await("all sagas have ended")
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .atMost(HEALED_WITHIN)
        .until(
            () -> {
              for (var id : List.copyOf(running)) {
                if (check.ended(id)) {
                  running.remove(id);
                  took.add(Duration.ofNanos(System.nanoTime() - since));
                }
              }
              return running.isEmpty();
            });
    return took;
  }

  /** Returns true if the workflow of a task exists and has ended. */
  public static boolean ended(JsonHttpClient client, String id) throws IOException {
    var workflow = client.get("/workflows/task-workflow-" + id);
    return workflow.status() == 200 && workflow.json().path("status").asText().equals("COMPLETED");
  }

  /** Checks that all of them complete, and that each step took effect once. */
  public static void complete(JsonHttpClient client, Collection<String> ids) throws IOException {
    long end = System.nanoTime() + HEALED_WITHIN.toNanos();
    for (var id : ids) {
      Awaitility.await(id + " is completed")
          .pollDelay(Duration.ZERO)
          .atMost(Duration.ofNanos(Math.max(1_000_000_000, end - System.nanoTime())))
          .untilAsserted(
              () -> {
                assertThat(outcome(client, id)).isEqualTo("completed");
                // Right after a fault, an actor may move, and its task is unavailable for a moment.
                assertThat(timeline(client, id))
                    .as(id)
                    .isEqualTo(List.of("created", "assigned", "deadline_set"));
              });
    }
  }

  private static List<String> timeline(JsonHttpClient client, String id) throws IOException {
    var types = new ArrayList<String>();
    for (var entry : client.get("/tasks/" + id + "/timeline").json().path("entries")) {
      types.add(entry.path("type").asText());
    }
    return types;
  }
}
