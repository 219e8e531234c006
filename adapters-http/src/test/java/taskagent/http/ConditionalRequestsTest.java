package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static taskagent.http.TestServer.json;
import static taskagent.http.TestServer.problem;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Repeated commands, and commands and reads on a condition (specification §5). */
final class ConditionalRequestsTest {

  private final TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aRepeatedKeyRunsACommandOnce() {
    server.process("t1");
    server.process("t2");
    var body = "{\"assignee\": \"bob\"}";
    var first = server.post("/tasks/t1/assign", body, "Idempotency-Key", "a/key");
    assertThat(first.statusCode()).isEqualTo(200);
    server.post("/tasks/t1/assign", "{\"assignee\": \"eve\"}");

    var again = server.post("/tasks/t1/assign", body, "Idempotency-Key", "a/key");
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(json(server.get("/tasks/t1")).path("assignee").asText()).isEqualTo("eve");
    assertThat(server.post("/tasks/t2/assign", body, "Idempotency-Key", "a/key").statusCode())
        .as("another task")
        .isEqualTo(200);
  }

  @Test
  void aRepeatedKeyGetsTheFirstAnswerOfEveryCommand() {
    server.process("t1");
    for (var command :
        List.of("deadline {\"deadline_seconds\": 60}", "start {}", "complete {}", "cancel {}")) {
      var words = command.split(" ", 2);
      var path = "/tasks/t1/" + words[0];
      var first = server.post(path, words[1], "Idempotency-Key", words[0]);
      server.clock.advance(Duration.ofSeconds(1));
      var again = server.post(path, words[1], "Idempotency-Key", words[0]);
      assertThat(again.statusCode()).isEqualTo(first.statusCode());
      assertThat(again.body()).isEqualTo(first.body());
    }
  }

  @Test
  void aKeyThatIsUsedForSomethingElseIs422() {
    server.process("t1");
    server.post("/tasks/t1/assign", "{\"assignee\": \"bob\"}", "Idempotency-Key", "k");
    var others =
        List.of(
            server.post("/tasks/t1/assign", "{\"assignee\": \"eve\"}", "Idempotency-Key", "k"),
            server.post("/tasks/t1/start", "{}", "Idempotency-Key", "k"),
            server.post("/tasks/t1/deadline", "{\"deadline_seconds\": 5}", "Idempotency-Key", "k"));
    for (var answer : others) {
      var error = problem(answer, 422).path("errors").get(0);
      assertThat(error.path("pointer").asText()).isEqualTo("/idempotency_key");
      assertThat(error.path("code").asText()).isEqualTo("reused");
    }
    assertThat(json(server.get("/tasks/t1")).path("assignee").asText()).isEqualTo("bob");
    problem(server.post("/tasks/t1/start", "{}", "Idempotency-Key", ""), 422);
    problem(
        server.post("/tasks/t1/start", "{}", "Idempotency-Key", "a", "Idempotency-Key", "b"), 422);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"3\"', 200",
    "*, 200",
    "'\"1\", \"3\"', 200",
    "'W/\"3\", \"3\"', 200",
    "'\"a,b\",\"3\"', 200",
    "'\"2\"', 412",
    "'\"4\"', 412",
    "'\"03\"', 412",
    "'W/\"3\"', 412",
    "'\"1\", \"2\"', 412",
    "'\"abc\"', 412",
    "'\"\"', 412",
    "'\"9223372036854775808\"', 412",
    "3, 400",
    "'\"3', 400",
    "'3\"', 400",
    "'\"3\" \"4\"', 400",
    "'\"3\",', 400",
    "'w/\"3\"', 400",
    "'*, \"3\"', 400",
    "nonsense, 400"
  })
  void ifMatchHoldsTheCommandToAVersion(String ifMatch, int status) {
    server.process("t1");
    var answer =
        server.send("POST", "/tasks/t1/start", BodyPublishers.noBody(), "If-Match", ifMatch);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    var version = json(server.get("/tasks/t1")).path("version").asLong();
    assertThat(version).isEqualTo(status == 200 ? 4 : 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"3\"", "\"2\", \"3\"", "\"3\", \"4\""})
  void aRepeatedKeyGetsTheFirstAnswerWhateverTheVersionIsNow(String ifMatch) {
    server.process("t1");
    String[] headers = {"Idempotency-Key", "k", "If-Match", ifMatch};
    var first = server.send("POST", "/tasks/t1/start", BodyPublishers.noBody(), headers);
    assertThat(first.statusCode()).isEqualTo(200);
    server.post("/tasks/t1/complete");
    var again = server.send("POST", "/tasks/t1/start", BodyPublishers.noBody(), headers);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
  }

  @Test
  void ifMatchDoesNotMakeATask() {
    for (var tag : List.of("\"1\"", "*", "W/\"1\"", "\"1\", \"2\"")) {
      problem(
          server.send("POST", "/tasks/t1/start", BodyPublishers.noBody(), "If-Match", tag), 404);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'\"3\"', 304",
    "'W/\"3\"', 304",
    "*, 304",
    "'\"1\", \"3\"', 304",
    "'\"2\"', 200",
    "nonsense, 200"
  })
  void ifNoneMatchSparesTheBody(String ifNoneMatch, int status) {
    server.process("t1");
    var answer = server.get("/tasks/t1", "If-None-Match", ifNoneMatch);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("ETag")).contains("\"3\"");
    assertThat(answer.body().isEmpty()).isEqualTo(status == 304);
    if (status == 304) {
      assertThat(answer.headers().firstValue("Content-Length")).isEmpty();
    }
  }
}
