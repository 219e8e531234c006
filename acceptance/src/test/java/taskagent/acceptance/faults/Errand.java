package taskagent.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import taskagent.acceptance.server.Client;
import taskagent.acceptance.server.Client.Answer;
import taskagent.acceptance.server.Server;

/**
 * A task that one person works on, and what that person was told: which change was acknowledged as
 * which version. Whatever else is on the timeline, the acknowledged must be there, at its place.
 */
final class Errand {

  /** What a saga does to a task. */
  private static final List<String> BY_SAGA = List.of("created", "assigned", "deadline_set");

  private final String task;
  private final boolean inAHurry;
  private final Map<Integer, String> acknowledged = new TreeMap<>();
  private final List<String> unsure = new ArrayList<>();
  private boolean accepted;

  /**
   * An errand.
   *
   * @param inAHurry its deadline is in a second, and nobody completes it
   */
  Errand(String task, boolean inAHurry) {
    this.task = task;
    this.inAHurry = inAHurry;
  }

  int acknowledged() {
    return acknowledged.size();
  }

  int unsure() {
    return unsure.size();
  }

  boolean inAHurry() {
    return inAHurry;
  }

  boolean accepted() {
    return accepted;
  }

  /** Has the task processed and works on it, as far as the server lives. */
  void run(Server server) throws IOException {
    request(server);
    awaitSaga(server);
    if (inAHurry) {
      return;
    }
    change(server, "assign", "assigned", Map.of("assignee", "ben"));
    change(server, "deadline", "deadline_set", Map.of("deadline_seconds", 7_200));
    change(server, "start", "started", Map.of());
    change(server, "complete", "completed", Map.of());
  }

  private void request(Server server) throws IOException {
    var answer =
        server.post(
            "/tasks/process",
            Client.json(
                Map.of(
                    "task_id", task,
                    "title", "An errand to run",
                    "description", "Though the server is killed",
                    "assignee", "ada",
                    "deadline_seconds", inAHurry ? 1 : 3_600)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    accepted = true;
  }

  /** Its saga ends well without being asked for again, since it was accepted. */
  void awaitSaga(Server server) throws IOException {
    var workflow = server.get("/workflows/task-workflow-" + task + "?wait=30s");
    assertThat(workflow.status()).as(workflow.text()).isEqualTo(200);
    assertThat(workflow.json().path("result").path("status").asText())
        .as(workflow.text())
        .isEqualTo("completed");
  }

  /** One command; what was acknowledged is then read (invariant 11). */
  private void change(Server server, String command, String type, Map<String, ?> body)
      throws IOException {
    unsure.add(type);
    var answer = server.post("/tasks/" + task + "/" + command, Client.json(body));
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

  /** The acknowledged changes are on the timeline, and nothing that nobody asked for. */
  void check(Server server, Subscriber subscriber) throws IOException {
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
    assertThat(others)
        .as("%s: %s", task, types)
        .isEqualTo(inAHurry ? List.of("overdue") : List.of());
    assertThat(Collections.frequency(types, "completed")).isLessThanOrEqualTo(1);

    var now = server.get("/tasks/" + task).json();
    assertThat(now.path("version").asInt()).as(task).isEqualTo(types.size());
    assertThat(subscriber.types(task))
        .isEqualTo(types.stream().map(type -> "task." + type).toList());
    if (inAHurry) {
      checkOverdue(entries, now);
    }
  }

  private void checkOverdue(JsonNode entries, JsonNode now) {
    var deadline = Instant.parse(now.path("deadline").asText());
    var at = Instant.parse(entries.get(entries.size() - 1).path("at").asText());
    assertThat(now.path("status").asText()).isEqualTo("overdue");
    assertThat(at).as("%s is not overdue early", task).isAfterOrEqualTo(deadline);
  }

  boolean overdue(Server server) throws IOException {
    return server.get("/tasks/" + task).json().path("status").asText().equals("overdue");
  }
}
