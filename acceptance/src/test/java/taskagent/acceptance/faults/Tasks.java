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
import taskagent.acceptance.server.Client;
import taskagent.acceptance.server.Client.Answer;

/** Requests for tasks, and what must have become of those that were acknowledged. */
public final class Tasks {

  /** How soon after all is well again a saga has ended (spec §8.6). */
  public static final Duration HEALED_WITHIN = Duration.ofSeconds(60);

  private Tasks() {}

  /** Asks for a task. */
  public static Answer request(Client client, String id) throws IOException {
    return client.post("/tasks/process", Client.json(body(id)));
  }

  /**
   * Asks for a task until it is accepted: what was just ill may say "not now" once more, though it
   * is ready, while Dapr moves its actors.
   */
  public static void accepted(Client client, String id) {
    Awaitility.await(id + " is accepted")
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(200))
        .atMost(Duration.ofSeconds(30))
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
        "Whatever fails meanwhile",
        "assignee",
        "ada");
  }

  /** The status of a workflow's outcome; empty while it runs. */
  public static String outcome(Client client, String id) throws IOException {
    var workflow = client.get("/workflows/task-workflow-" + id);
    assertThat(workflow.status()).as(workflow.text()).isEqualTo(200);
    return workflow.json().path("result").path("status").asText();
  }

  /** Looks whether the workflow of a task has ended. */
  @FunctionalInterface
  public interface Look {
    /** One look. */
    boolean ended(String id) throws IOException;
  }

  /**
   * Waits until the workflows of all of them have ended.
   *
   * @param since by {@code nanoTime}
   * @return how long after that each ended, in their order
   */
  public static List<Duration> ends(Look look, Collection<String> ids, long since) {
    var running = new HashSet<>(ids);
    var took = new ArrayList<Duration>();
    Awaitility.await("all sagas have ended")
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .atMost(HEALED_WITHIN)
        .until(
            () -> {
              for (var id : List.copyOf(running)) {
                if (look.ended(id)) {
                  running.remove(id);
                  took.add(Duration.ofNanos(System.nanoTime() - since));
                }
              }
              return running.isEmpty();
            });
    return took;
  }

  /** Whether its workflow is there and has ended. */
  public static boolean ended(Client client, String id) throws IOException {
    var workflow = client.get("/workflows/task-workflow-" + id);
    return workflow.status() == 200 && workflow.json().path("status").asText().equals("COMPLETED");
  }

  /** All of them complete, and each step took effect once. */
  public static void complete(Client client, Collection<String> ids) throws IOException {
    long end = System.nanoTime() + HEALED_WITHIN.toNanos();
    for (var id : ids) {
      Awaitility.await(id + " is completed")
          .pollDelay(Duration.ZERO)
          .atMost(Duration.ofNanos(Math.max(1_000_000_000, end - System.nanoTime())))
          .untilAsserted(() -> assertThat(outcome(client, id)).isEqualTo("completed"));
      assertThat(timeline(client, id))
          .as(id)
          .isEqualTo(List.of("created", "assigned", "deadline_set"));
    }
  }

  private static List<String> timeline(Client client, String id) throws IOException {
    var types = new ArrayList<String>();
    for (var entry : client.get("/tasks/" + id + "/timeline").json().path("entries")) {
      types.add(entry.path("type").asText());
    }
    return types;
  }
}
