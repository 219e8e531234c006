package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of bad input in spec §5, on a real server before an engine in memory. */
class BadInputTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpServer SERVER =
      HttpServer.start(HttpSettings.on("127.0.0.1", 0), Fakes.engine(), InstantSource.system());
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static final String GOOD =
      """
      {"task_id": "%s", "title": "A fine title", "description": "A fine description",
       "assignee": "ada", "deadline_seconds": %s}""";

  @AfterAll
  static void close() {
    SERVER.close();
  }

  private record Answer(int status, JsonNode body, HttpResponse<String> response) {

    List<String> errors() {
      return StreamSupport.stream(body.path("errors").spliterator(), false)
          .map(e -> e.path("pointer").asText() + " " + e.path("code").asText())
          .toList();
    }
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + SERVER.port() + path));
  }

  private static Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    var response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    var body = response.body().isEmpty() ? "null" : response.body();
    return new Answer(response.statusCode(), JSON.readTree(body), response);
  }

  private static Answer post(String path, String body) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static void assertProblem(Answer answer, int status) {
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
    assertThat(answer.response().headers().firstValue("Content-Type"))
        .contains("application/problem+json");
    for (var member : List.of("type", "title", "status", "detail", "instance")) {
      assertThat(answer.body().has(member)).as(member).isTrue();
    }
    assertThat(answer.body().path("status").asInt()).isEqualTo(status);
    assertThat(answer.response().body())
        .doesNotContain("Exception", "taskagent.", "io.helidon", "java.", "jackson");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"task_id\": }",
        "{'task_id': 1}",
        "",
        "{} {}",
        "{\"a\": 1, \"a\": 2}",
        "nul",
        "\"",
        "{\"a\": 01}"
      })
  void whatIsNotJsonIsA400(String body) throws IOException, InterruptedException {
    assertProblem(post("/tasks/process", body), 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "1", "null", "\"text\"", "true"})
  void aBodyThatIsNoObjectIsA422(String body) throws IOException, InterruptedException {
    assertProblem(post("/tasks/process", body), 422);
  }

  @Test
  void everyMissingFieldIsNamedAtOnce() throws IOException, InterruptedException {
    var answer = post("/tasks/process", "{}");
    assertProblem(answer, 422);
    assertThat(answer.errors())
        .containsExactlyInAnyOrder(
            "/task_id missing", "/title missing", "/description missing", "/assignee missing");
  }

  @Test
  void everyKindOfBadFieldIsNamedAtOnce() throws IOException, InterruptedException {
    var answer =
        post(
            "/tasks/process",
            """
            {"task_id": "a||b", "title": "  ", "description": 5, "assignee": "%s",
             "deadline_seconds": 0, "colour": "red", "shape": null}"""
                .formatted("x".repeat(255)));
    assertProblem(answer, 422);
    assertThat(answer.errors())
        .containsExactlyInAnyOrder(
            "/task_id ill_formed",
            "/title blank",
            "/description wrong_type",
            "/assignee too_long",
            "/deadline_seconds out_of_range",
            "/colour unknown",
            "/shape unknown");
  }

  @ParameterizedTest
  @CsvSource({
    "0, out_of_range",
    "-1, out_of_range",
    "31536001, out_of_range",
    "99999999999999999999999999, out_of_range",
    "1e300, out_of_range",
    "1.5, wrong_type",
    "\"60\", wrong_type",
    "true, wrong_type",
    "null, wrong_type",
    "[60], wrong_type"
  })
  void aDeadlineThatIsNoneIsNamed(String deadline, String code)
      throws IOException, InterruptedException {
    var answer = post("/tasks/process", GOOD.formatted("d", deadline));
    assertProblem(answer, 422);
    assertThat(answer.errors()).containsExactly("/deadline_seconds " + code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a||b",
        "a/b",
        "../x",
        "a%2Fb",
        "a b",
        "ä",
        "-a",
        "_a",
        "a\\u0000b",
        "\\ud83d\\ude00"
      })
  void anIllFormedIdInABodyIsNamed(String id) throws IOException, InterruptedException {
    var answer = post("/tasks/process", GOOD.formatted(id, 60));
    assertProblem(answer, 422);
    assertThat(answer.errors()).containsExactly("/task_id ill_formed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a%7C%7Cb", "a%2Fb", "a%00b", "%F0%9F%98%80", "a%20b", "a%zz", "%", "-a", "a%C3"})
  void anIllFormedIdInAPathIsNamed(String id) throws IOException, InterruptedException {
    for (var path : List.of("/tasks/" + id, "/chat/" + id + "/history", "/workflows/" + id)) {
      var line = raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(line).as(path).startsWith("HTTP/1.1 422 ").contains("ill_formed");
    }
    assertThat(send(request("/tasks/" + "a".repeat(65))).status()).isEqualTo(422);
    assertThat(send(request("/tasks/" + "a".repeat(64))).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bad\\ud83d", "new\\nline", "bell\\u0007", "nul\\u0000"})
  void aTitleThatIsNotOneLineOfTextIsNamed(String title) throws IOException, InterruptedException {
    var answer = post("/tasks/process", GOOD.formatted("t", 60).replace("A fine title", title));
    assertProblem(answer, 422);
    assertThat(answer.errors()).containsExactly("/title ill_formed");
  }

  @Test
  void lengthsAreCountedInCharactersNotInBytes() throws IOException, InterruptedException {
    var emoji = GOOD.formatted("emoji", 60).replace("A fine title", "😀".repeat(200));
    assertThat(post("/tasks/process", emoji).status()).isEqualTo(202);
    var more = GOOD.formatted("emoji2", 60).replace("A fine title", "😀".repeat(201));
    assertThat(post("/tasks/process", more).errors()).containsExactly("/title too_long");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/xml", "application/json; charset=utf-16"})
  void anotherContentTypeIsToldWhichHeaderToSend(String type)
      throws IOException, InterruptedException {
    var answer =
        send(
            request("/tasks/process")
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(GOOD.formatted("t", 60))));
    assertProblem(answer, 415);
    assertThat(answer.body().path("detail").asText()).contains("Content-Type: application/json");
  }

  @Test
  void aBodyThatIsTooLargeIsA413() throws IOException, InterruptedException {
    assertProblem(post("/chat/ada", "{\"content\": \"" + "x".repeat(65 * 1024) + "\"}"), 413);
  }

  @Test
  void aBodyThatIsNestedTooDeepIsA400() throws IOException, InterruptedException {
    var deep = "[".repeat(30_000) + "]".repeat(30_000);
    assertProblem(post("/chat/ada", "{\"content\": " + deep + "}"), 400);
  }

  @Test
  void anUnknownPathIsA404AndAWrongMethodA405ThatSaysWhichAreAllowed()
      throws IOException, InterruptedException {
    assertProblem(send(request("/nowhere")), 404);
    assertProblem(send(request("/tasks")), 404);
    var answer = send(request("/tasks/t/assign"));
    assertProblem(answer, 405);
    assertThat(answer.response().headers().firstValue("Allow")).get().asString().contains("POST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "-1s", "ten", "61s", "", "1h"})
  void aWaitThatIsNoneIsNamed(String wait) throws IOException, InterruptedException {
    var answer = send(request("/workflows/task-workflow-x?wait=" + wait));
    assertProblem(answer, 422);
  }

  @Test
  void anOldVersionIsA412AndAnIllFormedOneA400() throws IOException, InterruptedException {
    assertThat(post("/tasks/process", GOOD.formatted("versioned", 60)).status()).isEqualTo(202);
    assertProblem(conditional("\"1\""), 412);
    assertProblem(conditional("3"), 400);
    assertThat(conditional("\"3\"").status()).isEqualTo(200);
  }

  private static Answer conditional(String ifMatch) throws IOException, InterruptedException {
    return send(
        request("/tasks/versioned/start")
            .header("If-Match", ifMatch)
            .POST(HttpRequest.BodyPublishers.noBody()));
  }

  @Test
  void aFieldThatACommandDoesNotHaveIsNamed() throws IOException, InterruptedException {
    var answer = post("/tasks/x/complete", "{\"force\": true}");
    assertProblem(answer, 422);
    assertThat(answer.errors()).containsExactly("/force unknown");
  }

  @Test
  void whatIsNotHttpIsRefusedInWords() throws IOException {
    assertThat(raw("NONSENSE\r\n\r\n")).contains(" 400 ").contains("application/problem+json");
    var header = "X-Big: " + "x".repeat(20_000);
    assertThat(raw("GET / HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n")).contains(" 431 ");
    assertThat(raw("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
        .contains(" 414 ");
  }

  private static String raw(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), SERVER.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
