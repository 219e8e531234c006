package taskagent.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import taskagent.testing.server.HttpStub;
import taskagent.testing.server.HttpStub.Request;
import taskagent.testing.server.HttpStub.Response;
import taskagent.testing.server.JsonHttpClient;
import taskagent.testing.server.ServerProcess;

/** How the server deals with the answers of a receiver of notifications (docs/notifications.md). */
@Execution(ExecutionMode.CONCURRENT)
class NotificationsIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path data;

  private final HttpStub receiver = new HttpStub();
  private final Map<String, List<Request>> calls = new ConcurrentHashMap<>();

  @AfterEach
  void close() {
    receiver.close();
  }

  private ServerProcess start(HttpStub.Handler answers, String... settings) {
    receiver.on(
        "/told",
        request -> {
          var key = request.header("Idempotency-Key").orElseThrow();
          calls.computeIfAbsent(key, _ -> new CopyOnWriteArrayList<>()).add(request);
          return answers.answer(request);
        });
    var all = new ArrayList<>(List.of(settings));
    all.add("--notify-channel=webhook");
    all.add("--notify-webhook-url=" + receiver.address() + "/told");
    return ServerProcess.start(data, all);
  }

  private static void request(ServerProcess server, String task, String assignee)
      throws IOException {
    var body =
        Map.of(
            "task_id",
            task,
            "title",
            "Notify " + task,
            "description",
            "Its receiver answers in unusual ways",
            "assignee",
            assignee);
    assertThat(server.post("/tasks/process", JsonHttpClient.json(body)).status()).isEqualTo(202);
  }

  private static JsonNode ended(ServerProcess server, String task) throws IOException {
    var workflow = server.get("/workflows/task-workflow-" + task + "?wait=20s").json();
    assertThat(workflow.path("status").asText()).as("%s", workflow).isEqualTo("COMPLETED");
    return workflow;
  }

  private List<Request> calls(String task) {
    return calls.getOrDefault("task-workflow-" + task + "/notify/do", List.of());
  }

  /** The first answer is lost; then the receiver is busy with it; then it refuses the known key. */
  @Test
  void aReceiverThatFollowsTheDraftStandardIsUnderstood() throws IOException {
    var answers = List.of(Response.NONE, Response.of(409), Response.of(422));
    try (var server = start(_ -> answers.get(Math.min(2, calls("strict").size() - 1)))) {
      request(server, "strict", "ada");

      var workflow = ended(server, "strict");

      assertThat(workflow.path("result").path("status").asText()).isEqualTo("completed");
      assertThat(server.get("/tasks/strict").json().path("assignee").asText()).isEqualTo("ada");
    }
    assertThat(calls("strict")).hasSize(3);
    assertThat(calls("strict").stream().map(Request::body).distinct()).hasSize(1);
  }

  @Test
  void anAssigneeWhoCannotBeReachedHoldsUpNobodyElse() throws IOException {
    try (var server = start(NotificationsIT::unlessDead)) {
      for (int i = 0; i < 20; i++) {
        request(server, "dead-" + i, "dead");
      }
      await().until(() -> server.get("/metrics").text(), NotificationsIT::someWait);
      request(server, "alive", "ada");

      var workflow = ended(server, "alive");

      assertThat(workflow.path("steps").get(4).path("attempts").asInt()).isEqualTo(1);
      assertThat(calls("alive")).hasSize(1);
      var dead = server.get("/workflows/task-workflow-dead-0").json();
      assertThat(dead.path("status").asText()).as("it waits").isEqualTo("RUNNING");
    }
  }

  private static Response unlessDead(Request request) throws IOException {
    var assignee = JSON.readTree(request.body()).path("assignee").asText();
    return Response.of(assignee.equals("dead") ? 503 : 204);
  }

  private static boolean someWait(String metrics) {
    return metrics
        .lines()
        .anyMatch(line -> line.matches("taskagent_steps_put_off_total\\{step=\"notify\"} [1-9].*"));
  }

  @Test
  void withKeepAFailedNotificationChangesNothing() throws IOException {
    var settings = new String[] {"--notify-on-failure=keep", "--notify-attempts=1"};
    try (var server = start(_ -> Response.of(500), settings)) {
      request(server, "kept", "ada");

      var workflow = ended(server, "kept");

      assertThat(workflow.path("result").path("status").asText()).isEqualTo("completed");
      assertThat(workflow.path("result").path("notified").asBoolean(true)).isFalse();
      assertThat(workflow.path("steps").get(4).path("status").asText()).isEqualTo("failed");
      var task = server.get("/tasks/kept").json();
      assertThat(task.path("assignee").asText()).isEqualTo("ada");
      assertThat(task.path("deadline").isNull()).isFalse();
    }
    assertThat(calls("kept")).hasSize(1);
  }
}
