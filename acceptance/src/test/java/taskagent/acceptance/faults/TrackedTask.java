package taskagent.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import taskagent.testing.server.JsonHttpClient;
import taskagent.testing.server.JsonHttpClient.Answer;
import taskagent.testing.server.ServerProcess;

/**
 * A task that one person works on. It remembers which change was acknowledged as which version, and
 * checks that the timeline holds each at that version.
 */
final class TrackedTask {

  /** The changes that a saga makes to a task. */
  private static final List<String> BY_SAGA = List.of("created", "assigned", "deadline_set");

  private final String task;
  private final boolean urgent;
  private final Map<Integer, String> acknowledged = new ConcurrentSkipListMap<>();
  private final List<String> unsure = new ArrayList<>();
  private volatile boolean accepted;

  /**
   * Creates a task.
   *
   * @param urgent true if its deadline is in a second, and nobody completes it
   */
  TrackedTask(String task, boolean urgent) {
    this.task = task;
    this.urgent = urgent;
  }

  int acknowledged() {
    return acknowledged.size();
  }

  int unsure() {
    return unsure.size();
  }

  boolean urgent() {
    return urgent;
  }

  boolean accepted() {
    return accepted;
  }

  /** Requests the task and works on it, until that is done or the server is killed. */
  void run(ServerProcess server) throws IOException {
    request(server);
    awaitSaga(server);
    if (urgent) {
      return;
    }
    change(server, "assign", "assigned", Map.of("assignee", "ben"));
    change(server, "deadline", "deadline_set", Map.of("deadline_seconds", 7_200));
    change(server, "start", "started", Map.of());
    change(server, "complete", "completed", Map.of());
  }

  private void request(ServerProcess server) throws IOException {
    var answer =
        server.post(
            "/tasks/process",
            JsonHttpClient.json(
                Map.of(
                    "task_id", task,
                    "title", "Work on this",
                    "description", "Though the server is killed",
                    "assignee", "ada",
                    "deadline_seconds", urgent ? 1 : 3_600)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    accepted = true;
  }

  /** Waits for its saga. An accepted saga completes without a further request. */
  void awaitSaga(ServerProcess server) throws IOException {
    var workflow = server.get("/workflows/task-workflow-" + task + "?wait=30s");
    assertThat(workflow.status()).as(workflow.text()).isEqualTo(200);
    assertThat(workflow.json().path("result").path("status").asText())
        .as(workflow.text())
        .isEqualTo("completed");
  }

  /** Sends a command. A read after the answer returns the change (invariant 11). */
  private void change(ServerProcess server, String command, String type, Map<String, ?> body)
      throws IOException {
    unsure.add(type);
    var answer = server.post("/tasks/" + task + "/" + command, JsonHttpClient.json(body));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    unsure.removeLast();
    acknowledged.put(version(answer), type);
    var read = server.get("/tasks/" + task);
    assertThat(version(read)).as("read after write of %s", task).isEqualTo(version(answer));
    assertThat(read.text()).isEqualTo(answer.text());
  }

  private static int version(Answer answer) {
    return answer.json().path("version").asInt();
  }

  /** Checks that the timeline holds all acknowledged changes, and none that was not requested. */
  void check(ServerProcess server, EventSubscriber subscriber) throws IOException {
    var entries = server.get("/tasks/" + task + "/timeline").json().path("entries");
    var types = new ArrayList<String>();
    entries.forEach(entry -> types.add(entry.path("type").asText()));
    assertThat(types).as(task).startsWith(BY_SAGA.toArray(String[]::new));
    acknowledged.forEach(
        (version, type) ->
            assertThat(types.get(version - 1)).as("%s in %s", version, types).isEqualTo(type));

    var others = new ArrayList<>(types.subList(BY_SAGA.size(), types.size()));
    acknowledged.values().forEach(others::remove);
    unsure.forEach(others::remove);
    assertThat(others).as("%s: %s", task, types).isEqualTo(urgent ? List.of("overdue") : List.of());
    assertThat(Collections.frequency(types, "completed")).isLessThanOrEqualTo(1);

    var now = server.get("/tasks/" + task).json();
    assertThat(now.path("version").asInt()).as(task).isEqualTo(types.size());
    assertThat(subscriber.types(task))
        .isEqualTo(types.stream().map(type -> "task." + type).toList());
    if (urgent) {
      checkOverdue(entries, now);
    }
  }

  private void checkOverdue(JsonNode entries, JsonNode now) {
    var deadline = Instant.parse(now.path("deadline").asText());
    var at = Instant.parse(entries.get(entries.size() - 1).path("at").asText());
    assertThat(now.path("status").asText()).isEqualTo("overdue");
    assertThat(at).as("%s is not overdue early", task).isAfterOrEqualTo(deadline);
  }

  boolean overdue(ServerProcess server) throws IOException {
    return server.get("/tasks/" + task).json().path("status").asText().equals("overdue");
  }
}
