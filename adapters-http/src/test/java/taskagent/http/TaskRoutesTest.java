package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static taskagent.http.TestServer.json;
import static taskagent.http.TestServer.problem;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TaskRoutesTest {

  private final TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private static final String REQUEST =
      """
      {"task_id": "t1", "title": "A title", "description": "What is to be done",
       "assignee": "ada", "deadline_seconds": 60}\
      """;

  @Test
  void aRequestIsAcceptedAndTheSameAgainIsAnsweredTheSame() {
    var first = server.post("/tasks/process", REQUEST);
    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(first.body())
        .isEqualTo("{\"workflow_id\":\"task-workflow-t1\",\"status\":\"started\"}");
    assertThat(first.headers().firstValue("Location")).contains("/workflows/task-workflow-t1");

    var again = server.post("/tasks/process", REQUEST);
    assertThat(again.statusCode()).isEqualTo(202);
    assertThat(again.body()).isEqualTo(first.body());
  }

  @Test
  void aClosedTaskIsRemovedAndIsGoneAfterThat() {
    server.post("/tasks/process", REQUEST);
    server.get("/workflows/task-workflow-t1?wait=20s");
    var open = server.send("DELETE", "/tasks/t1", BodyPublishers.noBody());
    assertThat(problem(open, 409).path("detail").asText())
        .isEqualTo("task t1 is open; complete or cancel it first.");
    server.post("/tasks/t1/complete", "");

    var removed = server.send("DELETE", "/tasks/t1", BodyPublishers.noBody());
    assertThat(removed.statusCode()).as(removed.body()).isEqualTo(204);

    var gone = problem(server.get("/tasks/t1"), 410);
    assertThat(gone.path("type").asText()).isEqualTo("urn:taskagent:problem:removed");
    assertThat(gone.path("removed_at").asText()).isEqualTo(server.clock.instant().toString());
    assertThat(gone.path("detail").asText()).startsWith("task t1 was removed at ");
    problem(server.get("/tasks/t1/timeline"), 410);
    problem(server.post("/tasks/t1/start", ""), 410);
    problem(server.send("DELETE", "/tasks/t1", BodyPublishers.noBody()), 410);
    problem(server.send("DELETE", "/tasks/unknown", BodyPublishers.noBody()), 404);
  }

  @Test
  void anotherRequestForTheTaskIsAConflictThatNamesTheRetry() {
    server.post("/tasks/process", REQUEST);
    var other = server.post("/tasks/process", REQUEST.replace("A title", "Another"));
    assertThat(problem(other, 409).path("detail").asText())
        .contains("/workflows/task-workflow-t1/retry");
  }

  @Test
  void textsAreTakenUpToTheirLimitInCharacters() {
    var smiley = "\ud83d\ude00";
    var answer =
        server.post(
            "/tasks/process",
            """
            {"task_id": "%s", "title": "%s", "description": "%s", "assignee": "%s",
             "deadline_seconds": 31536000}\
            """
                .formatted(
                    "t".repeat(64),
                    smiley.repeat(200),
                    "line\\n\\tline " + "x".repeat(9_989),
                    smiley.repeat(254)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    server.get("/workflows/task-workflow-" + "t".repeat(64) + "?wait=20s");
    var task = json(server.get("/tasks/" + "t".repeat(64)));
    assertThat(task.path("title").asText()).isEqualTo(smiley.repeat(200));
    assertThat(task.path("description").asText()).startsWith("line\n\tline ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"60", "60.0", "6e1", "6.0E+1"})
  void aWholeNumberIsTakenHoweverItIsWritten(String number) {
    var answer = server.post("/tasks/process", REQUEST.replace("60", number));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }

  @Test
  void aTaskIsReadWithAllItsFieldsAndItsVersionAsETag() {
    server.process("t1");
    var answer = server.get("/tasks/t1");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    var task = json(answer);
    assertThat(task.fieldNames())
        .toIterable()
        .containsExactly(
            "task_id",
            "title",
            "description",
            "status",
            "assignee",
            "deadline",
            "created_at",
            "updated_at",
            "version");
    assertThat(task.path("status").asText()).isEqualTo("assigned");
    assertThat(task.path("deadline").asText())
        .isEqualTo(server.clock.instant().plusSeconds(3600).toString());
    assertThat(answer.headers().firstValue("ETag"))
        .contains("\"" + task.path("version").asLong() + "\"");
  }

  @Test
  void aTaskWhoseRequestWasRejectedIs404WithItsWorkflow() {
    server.post(
        "/tasks/process",
        """
        {"task_id": "bad", "title": "No", "description": "Short", "assignee": "ada"}""");
    server.get("/workflows/task-workflow-bad?wait=20s");
    var answers =
        List.of(
            server.get("/tasks/bad"),
            server.get("/tasks/bad/timeline"),
            server.post("/tasks/bad/start"),
            server.send(
                "POST", "/tasks/bad/start", BodyPublishers.noBody(), "If-Match", "\"1\", \"2\""),
            server.send("DELETE", "/tasks/bad", BodyPublishers.noBody()));
    for (var answer : answers) {
      assertThat(problem(answer, 404).path("detail").asText())
          .contains("/workflows/task-workflow-bad");
    }
    assertThat(problem(server.get("/tasks/good"), 404).path("detail").asText())
        .isEqualTo("There is no such task.");
  }

  @Test
  void anUnknownTaskIs404() {
    problem(server.get("/tasks/t1"), 404);
    problem(server.get("/tasks/process"), 404);
    problem(server.get("/tasks/t1/timeline"), 404);
    problem(server.post("/tasks/t1/start"), 404);
    problem(server.post("/tasks/t1/assign", "{\"assignee\":\"ada\"}"), 404);
  }

  @Test
  void aTaskMayBeCalledProcess() {
    server.process("process");
    assertThat(json(server.get("/tasks/process")).path("task_id").asText()).isEqualTo("process");
  }

  @Test
  void theTimelineSaysWhatHappened() {
    server.process("t1");
    var entries = json(server.get("/tasks/t1/timeline")).path("entries");
    assertThat(entries)
        .extracting(entry -> entry.path("type").asText())
        .containsExactly("created", "assigned", "deadline_set");
    assertThat(entries.get(0).fieldNames())
        .toIterable()
        .containsExactly("at", "type", "from", "to", "detail");
    assertThat(entries.get(0).path("from").isNull()).isTrue();
    assertThat(entries.get(1).path("from").asText()).isEqualTo("pending");
    assertThat(entries.get(1).path("detail").asText()).isEqualTo("ada");
  }

  @Test
  void theTimelineIsReadInPages() {
    server.process("t1");
    var first = json(server.get("/tasks/t1/timeline?limit=2"));
    assertThat(first.path("entries"))
        .extracting(entry -> entry.path("type").asText())
        .containsExactly("created", "assigned");
    assertThat(first.path("left_out").asInt()).isZero();

    var last = json(server.get("/tasks/t1/timeline?limit=2&after=" + first.path("next").asLong()));
    assertThat(last.path("entries"))
        .extracting(entry -> entry.path("type").asText())
        .containsExactly("deadline_set");
    assertThat(last.path("next").isNull()).isTrue();
    assertThat(json(server.get("/tasks/t1/timeline?after=9")).path("entries")).isEmpty();
    assertThat(json(server.get("/tasks/t1/timeline")).path("next").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=1001", "limit=", "limit=x", "after=-1", "after=1e3"})
  void aPageThatCannotBeIsRefused(String query) {
    server.process("t1");
    problem(server.get("/tasks/t1/timeline?" + query), 422);
  }

  @Test
  void aLongTimelineHasABound() {
    server.process("t1");
    for (int i = 0; i < 1_100; i++) {
      server.post("/tasks/t1/assign", "{\"assignee\":\"user-" + i + "\"}");
    }
    var timeline = json(server.get("/tasks/t1/timeline"));
    assertThat(timeline.path("entries")).hasSize(1_000);
    assertThat(timeline.path("left_out").asInt()).isEqualTo(103);

    long next = 0;
    int entries = 0;
    do {
      var page = json(server.get("/tasks/t1/timeline?limit=300&after=" + next));
      entries += page.path("entries").size();
      next = page.path("next").asLong();
    } while (next > 0);
    assertThat(entries).isEqualTo(1_000);
  }

  @Test
  void commandsMoveTheTask() {
    server.process("t1");
    assertThat(status(server.post("/tasks/t1/assign", "{\"assignee\":\"grace\"}")))
        .isEqualTo("assigned");
    assertThat(status(server.post("/tasks/t1/start"))).isEqualTo("in_progress");
    var completed = server.post("/tasks/t1/complete");
    assertThat(status(completed)).isEqualTo("completed");
    assertThat(completed.headers().firstValue("ETag"))
        .contains("\"" + json(completed).path("version").asLong() + "\"");
  }

  private static String status(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer).path("status").asText();
  }

  @Test
  void aRefusedCommandIs409WithTheReason() {
    server.process("t1");
    server.post("/tasks/t1/cancel");
    for (var verb : List.of("start", "complete", "cancel")) {
      var problem = problem(server.post("/tasks/t1/" + verb), 409);
      assertThat(problem.path("detail").asText()).contains("cancelled");
    }
  }

  @Test
  void aDeadlineCountsFromWhenTheRequestWasAccepted() {
    server.process("t1");
    server.clock.advance(Duration.ofMinutes(10));
    Instant accepted = server.clock.instant();
    server.beforeEngine = () -> server.clock.advance(Duration.ofSeconds(5));
    var task = json(server.post("/tasks/t1/deadline", "{\"deadline_seconds\": 90}"));
    assertThat(task.path("deadline").asText()).isEqualTo(accepted.plusSeconds(90).toString());
  }

  @Test
  void aRequestIsNamedInItsAnswer() {
    assertThat(
            server.get("/tasks/t1", "X-Request-Id", "mine-1").headers().firstValue("X-Request-Id"))
        .contains("mine-1");
    assertThat(
            server
                .get("/tasks/t1", "X-Request-Id", "not usable")
                .headers()
                .firstValue("X-Request-Id"))
        .get()
        .asString()
        .matches("[0-9a-f]{16}");
  }
}
