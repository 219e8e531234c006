package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static taskagent.http.TestServer.json;
import static taskagent.http.TestServer.problem;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids in paths, unknown paths, wrong methods and query parameters (specification §5). */
final class BadPathTest {

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a%7C%7Cb",
        "a%2Fb",
        "a%2fstart",
        "a%252Fb",
        "%00",
        "a%00",
        "a%0A",
        "%F0%9F%98%80",
        "%C3%BC",
        "%C3",
        "%ED%A0%80",
        "a%20b",
        "a+b",
        "a;x=1",
        "-a",
        "..",
        ".",
        "%2e%2e",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void anIllFormedIdIs422WhereverItStands(String id) {
    pointsTo("/task_id", problem(server.get("/tasks/" + id), 422));
    pointsTo("/task_id", problem(server.get("/tasks/" + id + "/timeline"), 422));
    pointsTo("/task_id", problem(server.post("/tasks/" + id + "/start"), 422));
    pointsTo("/user_id", problem(server.get("/chat/" + id + "/history"), 422));
    pointsTo("/workflow_id", problem(server.get("/workflows/" + id), 422));
    pointsTo(
        "/workflow_id", problem(server.post("/workflows/task-workflow-" + id + "/cancel"), 422));
  }

  private static void pointsTo(String pointer, JsonNode problem) {
    assertThat(problem.path("errors").get(0).path("pointer").asText()).isEqualTo(pointer);
    assertThat(problem.path("errors").get(0).path("code").asText()).isEqualTo("ill_formed");
  }

  /** Paths that the client of the JDK refuses to send. */
  @ParameterizedTest
  @ValueSource(
      strings = {"a||b", "a%zz", "a%", "a%4", "{a}", "a\"b", "\u00f0\u009f\u0098\u0080", "a\u0001"})
  void anIdThatNeedsEncodingAndHasNoneIs422(String id) {
    var answer =
        server.raw(
            "GET /tasks/" + id + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 422 ").contains("\"pointer\":\"/task_id\"");
    json(answer.substring(answer.indexOf("\r\n\r\n") + 4));
  }

  @Test
  void anEncodedIdIsDecodedOnce() {
    server.process("t-encoded");
    assertThat(server.get("/tasks/t%2Dencoded").statusCode()).isEqualTo(200);
    assertThat(server.get("/tasks/%74-encoded").statusCode()).isEqualTo(200);
    problem(server.get("/tasks/t%252Dencoded"), 422);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing",
        "/task",
        "/tasks/a/b/c",
        "/tasks/a/timeline/",
        "/tasks/a//timeline",
        "//tasks/a",
        "/Tasks/a",
        "/health",
        "/openapi.yml",
        "/tasks/%2E%2E/health/live/x"
      })
  void anUnknownPathIs404(String path) {
    var answer =
        server.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 404 ").contains("application/problem+json");
  }

  @ParameterizedTest
  @CsvSource({
    "PUT,/tasks/a,'GET, DELETE, HEAD, OPTIONS'",
    "DELETE,/tasks/a/start,'POST, OPTIONS'",
    "POST,/tasks/a,'GET, DELETE, HEAD, OPTIONS'",
    "PATCH,/tasks/process,'POST, GET, DELETE, HEAD, OPTIONS'",
    "GET,/tasks/a/start,'POST, OPTIONS'",
    "GET,/chat/ada,'POST, OPTIONS'",
    "POST,/chat/ada/history,'GET, DELETE, HEAD, OPTIONS'",
    "TRACE,/tasks/a,'GET, DELETE, HEAD, OPTIONS'",
    "NONSENSE,/health/live,'GET, HEAD, OPTIONS'"
  })
  void aWrongMethodIs405WithAllow(String method, String path, String allow) {
    var answer = server.send(method, path, BodyPublishers.noBody());
    problem(answer, 405);
    assertThat(answer.headers().firstValue("Allow")).contains(allow);
  }

  @Test
  void aWrongMethodAtAnUnknownPathIs404() {
    problem(server.send("PUT", "/nothing", BodyPublishers.noBody()), 404);
  }

  @Test
  void optionsSaysWhatIsAllowed() {
    var answer = server.send("OPTIONS", "/tasks/a", BodyPublishers.noBody());
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().firstValue("Allow")).contains("GET, DELETE, HEAD, OPTIONS");
    assertThat(server.raw("OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 204 ")
        .contains("Allow: GET, HEAD, POST, DELETE, OPTIONS");
  }

  @Test
  void unknownQueryParametersAreIgnored() {
    assertThat(server.get("/health/live?x=1&y&=&%zz".replace("%zz", "%41")).statusCode())
        .isEqualTo(200);
    assertThat(server.get("/chat/ada/history?wait=never").statusCode()).isEqualTo(200);
  }

  @Test
  void aRequestMayNameTheWholeUri() {
    assertThat(
            server.raw(
                "GET http://localhost/health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ");
  }
}
