package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static taskagent.http.TestServer.json;
import static taskagent.http.TestServer.problem;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Why a task is where it is (specification §14). */
final class ExplainRouteTest {

  private static final String REQUEST =
      """
      {"task_id": "t1", "title": "A title", "description": "What is to be done",
       "assignee": "ada", "deadline_seconds": 60}""";

  private final TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aTaskIsExplainedByItsNewestRun() {
    problem(server.get("/explain/t1"), 404);
    server.post("/tasks/process", REQUEST.replace("A title", "Hm"));
    server.get("/workflows/task-workflow-t1?wait=20s");
    var rejected = json(server.get("/explain/t1"));
    assertThat(rejected.path("sentence").asText())
        .isEqualTo("Title must be at least 5 characters.");
    assertThat(rejected.path("waits_for").asText()).isEqualTo("user");
    assertThat(rejected.path("actions").toString()).isEqualTo("[\"retry_workflow\"]");
    assertThat(rejected.path("until").isNull()).isTrue();

    server.post("/workflows/task-workflow-t1/retry", "{\"title\": \"A title\"}");
    server.get("/workflows/task-workflow-t1-r2?wait=20s");
    var assigned = json(server.get("/explain/t1"));
    assertThat(assigned.path("sentence").asText()).isEqualTo("Waiting for ada to start.");
    assertThat(assigned.path("until").asText())
        .isEqualTo(json(server.get("/tasks/t1")).path("deadline").asText());
  }
}
