package taskagent.chaos.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import taskagent.acceptance.server.Client;
import taskagent.acceptance.server.Client.Answer;

/** Requests that nobody may take, each of which is to be told so and to do nothing else. */
final class Poison {

  private static final String PROCESS = "/tasks/process";
  private static final int DEPTH = 100_000;
  private static final int MEBIBYTES = 5 << 20;

  private static final List<String> IDS =
      List.of("a%7C%7Cb", "a%2Fb", "%00", "%F0%9F%98%80", "%2e%2e", "-a", "a".repeat(65));

  private final Client client;
  private final List<String> complaints = new ArrayList<>();

  Poison(Client client) {
    this.client = client;
  }

  /** Sends all of them; what was answered otherwise than it should. */
  List<String> send() throws IOException {
    for (var id : IDS) {
      expect(client.get("/tasks/" + id), 422);
      expect(client.post("/chat/" + id, "{\"content\": \"Hi\"}"), 422);
      expect(client.get("/workflows/task-workflow-" + id), 422);
    }
    expect(client.post(PROCESS, "[".repeat(DEPTH)), 400, 413);
    expect(client.post(PROCESS, "x".repeat(MEBIBYTES)), 413);
    expect(client.post(PROCESS, "{\"task_id\": "), 400);
    expect(client.post(PROCESS, "text/plain", "hello".getBytes(UTF_8)), 415);
    expect(client.post(PROCESS, Client.json(Map.of("task_id", "a||b", "title", 7))), 422);
    expect(client.get("/workflows/task-workflow-nobody-asked-for-this"), 404);
    return complaints;
  }

  private void expect(Answer answer, Integer... statuses) {
    if (!Set.of(statuses).contains(answer.status())) {
      complaints.add(answer.status() + " instead of " + List.of(statuses) + ": " + answer.text());
    }
    var problem = HttpApi.problem(answer);
    if (!problem.isEmpty()) {
      complaints.add(problem);
    }
  }
}
