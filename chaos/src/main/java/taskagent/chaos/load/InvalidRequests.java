package taskagent.chaos.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import taskagent.testing.server.JsonHttpClient;
import taskagent.testing.server.JsonHttpClient.Answer;

/** Invalid requests. The system must refuse each of them and do nothing else. */
final class InvalidRequests {

  private static final String PROCESS = "/tasks/process";
  private static final int DEPTH = 100_000;
  private static final int TOO_MANY_BYTES = 5 << 20;

  private static final List<String> IDS =
      List.of("a%7C%7Cb", "a%2Fb", "%00", "%F0%9F%98%80", "%2e%2e", "-a", "a".repeat(65));

  private final JsonHttpClient client;
  private final List<String> problems = new ArrayList<>();

  InvalidRequests(JsonHttpClient client) {
    this.client = client;
  }

  /** Sends all of them and returns a description of each wrong answer. */
  List<String> send() throws IOException {
    for (var id : IDS) {
      expect(client.get("/tasks/" + id), 422);
      expect(client.post("/chat/" + id, "{\"content\": \"Hi\"}"), 422);
      expect(client.get("/workflows/task-workflow-" + id), 422);
    }
    expect(client.post(PROCESS, "[".repeat(DEPTH)), 400, 413);
    expect(client.post(PROCESS, "x".repeat(TOO_MANY_BYTES)), 413);
    expect(client.post(PROCESS, "{\"task_id\": "), 400);
    expect(client.post(PROCESS, "text/plain", "hello".getBytes(UTF_8)), 415);
    expect(client.post(PROCESS, JsonHttpClient.json(Map.of("task_id", "a||b", "title", 7))), 422);
    expect(client.get("/workflows/task-workflow-nobody-asked-for-this"), 404);
    return problems;
  }

  private void expect(Answer answer, Integer... statuses) {
    if (!Set.of(statuses).contains(answer.status())) {
      problems.add(answer.status() + " instead of " + List.of(statuses) + ": " + answer.text());
    }
    var problem = HttpApi.problem(answer);
    if (!problem.isEmpty()) {
      problems.add(problem);
    }
  }
}
