package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static taskagent.http.TestServer.json;
import static taskagent.http.TestServer.problem;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All rows of specification §5 about bad input. None of it may reach the engine. */
final class BadBodyTest {

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    server.beforeEngine =
        () -> {
          throw new AssertionError("bad input reached the engine");
        };
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static final String PROCESS = "/tasks/process";

  /** A request in which only one field is invalid. */
  private static String request(String field, String json) {
    var fields =
        Stream.of(
                new String[] {"task_id", "\"t1\""},
                new String[] {"title", "\"A title\""},
                new String[] {"description", "\"What is to be done\""},
                new String[] {"assignee", "\"ada\""},
                new String[] {"deadline_seconds", "60"})
            .map(pair -> pair[0].equals(field) ? new String[] {field, json} : pair)
            .filter(pair -> !pair[1].isEmpty())
            .map(pair -> '"' + pair[0] + "\":" + pair[1])
            .toList();
    return "{" + String.join(",", fields) + "}";
  }

  private static void hasOnly(JsonNode problem, String pointer, String code) {
    assertThat(problem.path("errors")).as(problem.toString()).hasSize(1);
    var error = problem.path("errors").get(0);
    assertThat(error.path("pointer").asText()).isEqualTo(pointer);
    assertThat(error.path("code").asText()).isEqualTo(code);
    assertThat(error.path("message").asText()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "[",
        "nonsense",
        "{\"task_id\":}",
        "{\"task_id\":\"t1\",}",
        "{'task_id':'t1'}",
        "{task_id:\"t1\"}",
        "{\"task_id\":\"t1\"} {}",
        "{} x",
        "{}]",
        "{\"a\":1,\"a\":2}",
        "{\"x\":{\"a\":1,\"a\":2}}",
        "{\"title\":\"\\x\"}",
        "{\"title\":\"line\nend\"}",
        "{\"title\":\"nul\u0000\"}",
        "{\"deadline_seconds\":01}",
        "{\"deadline_seconds\":NaN}",
        "{\"deadline_seconds\":+1}",
        "{\"deadline_seconds\":1.}",
        "{/* comment */}",
        "{}\u0000"
      })
  void malformedJsonIs400(String body) {
    problem(server.post(PROCESS, body), 400);
  }

  @Test
  void saysWhereTheJsonIsMalformed() {
    var problem = problem(server.post(PROCESS, "{\n  \"title\": x}"), 400);
    assertThat(problem.path("detail").asText()).contains("line 2, column 12");
  }

  @Test
  void aNameThatOccursTwiceIsCalledSo() {
    var problem = problem(server.post(PROCESS, "{\"a\":1,\"a\":2}"), 400);
    assertThat(problem.path("detail").asText())
        .contains("The body has a duplicate name in an object, at line 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "ISO-8859-1"})
  void anotherEncodingThanUtf8Is400(String charset) {
    var body = request("title", "\"\u00dcber\"").getBytes(Charset.forName(charset));
    var answer =
        server.send(
            "POST", PROCESS, BodyPublishers.ofByteArray(body), "Content-Type", "application/json");
    problem(answer, 400);
  }

  @Test
  void nestedTooDeepIs400() {
    problem(server.post(PROCESS, "{\"x\":" + "[".repeat(64) + "]".repeat(64) + "}"), 400);
    problem(server.post(PROCESS, "[".repeat(30_000) + "]".repeat(30_000)), 400);
  }

  @Test
  void nestedAsDeepAsAllowedIsOnlyAnUnknownField() {
    var body = request("deadline_seconds", "60,\"x\":" + "[".repeat(63) + "]".repeat(63));
    hasOnly(problem(server.post(PROCESS, body), 422), "/x", "unknown");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"text\"", "1", "true", "null", "[{\"task_id\":\"t1\"}]"})
  void anotherValueThanAnObjectIs422(String body) {
    hasOnly(problem(server.post(PROCESS, body), 422), "", "wrong_type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"task_id", "title", "description", "assignee"})
  void aMissingFieldIs422(String field) {
    hasOnly(problem(server.post(PROCESS, request(field, "")), 422), "/" + field, "missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"task_id", "title", "description", "assignee"})
  void aBlankFieldIs422(String field) {
    for (var blank :
        List.of("", " ", "\\u00a0", " \\u2003\\u3000", "\\ufeff", "\\u200b\\u2800 \\u3164")) {
      var answer = server.post(PROCESS, request(field, '"' + blank + '"'));
      hasOnly(problem(answer, 422), "/" + field, "blank");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"task_id", "title", "description", "assignee"})
  void aMistypedTextIs422(String field) {
    for (var value : List.of("1", "true", "null", "[]", "{}", "[\"text\"]", "{\"a\":{\"b\":1}}")) {
      var answer = server.post(PROCESS, request(field, value));
      hasOnly(problem(answer, 422), "/" + field, "wrong_type");
    }
  }

  @ParameterizedTest
  @CsvSource({"title,200", "description,10000", "assignee,254"})
  void aTextThatIsTooLongIs422(String field, int max) {
    var answer = server.post(PROCESS, request(field, '"' + "\ud83d\ude00".repeat(max + 1) + '"'));
    hasOnly(problem(answer, 422), "/" + field, "too_long");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a||b",
        "a/b",
        "a%2Fb",
        "a b",
        "-a",
        "_a",
        "a\\u0000",
        "\\ud83d\\ude00",
        "\\ud83d",
        "\u00fcber",
        "a.b",
        "a\\n",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void anIllFormedIdIs422(String id) {
    var answer = server.post(PROCESS, request("task_id", '"' + id + '"'));
    hasOnly(problem(answer, 422), "/task_id", "ill_formed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0000", "\\u0007", "\\u001b", "\\u007f", "\\u0085", "\\n", "\\t"})
  void aControlCharacterInALineIs422(String character) {
    for (var field : List.of("title", "assignee")) {
      var answer = server.post(PROCESS, request(field, "\"some " + character + "text\""));
      hasOnly(problem(answer, 422), "/" + field, "ill_formed");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0000", "\\u0008", "\\u000b", "\\u001f", "\\u007f", "\\u009f"})
  void aControlCharacterInATextIs422(String character) {
    var answer = server.post(PROCESS, request("description", "\"some " + character + "text\""));
    hasOnly(problem(answer, 422), "/description", "ill_formed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud83d", "\\ude00", "\\ude00\\ud83d", "\\ud83d\\ud83d\\ude00"})
  void halfOfASurrogatePairIs422(String half) {
    for (var field : List.of("title", "description", "assignee")) {
      var answer = server.post(PROCESS, request(field, "\"some " + half + " text\""));
      hasOnly(problem(answer, 422), "/" + field, "ill_formed");
    }
  }

  static Stream<Arguments> badDeadlines() {
    return Stream.of(
        Arguments.of("0", "out_of_range"),
        Arguments.of("-0", "out_of_range"),
        Arguments.of("-1", "out_of_range"),
        Arguments.of("31536001", "out_of_range"),
        Arguments.of("9223372036854775807", "out_of_range"),
        Arguments.of("9223372036854775868", "out_of_range"), // 60 and 2^63
        Arguments.of("18446744073709551676", "out_of_range"), // 60 and 2^64
        Arguments.of("-9223372036854775809", "out_of_range"),
        Arguments.of("9".repeat(2_000), "out_of_range"),
        Arguments.of("9".repeat(60_000), "out_of_range"),
        Arguments.of("1e400", "out_of_range"),
        Arguments.of("6e999999999", "out_of_range"),
        Arguments.of("0.5", "wrong_type"),
        Arguments.of("1.5", "wrong_type"),
        Arguments.of("1e-3", "wrong_type"),
        Arguments.of("6e99999999999", "wrong_type"),
        Arguments.of("1." + "3".repeat(60_000), "wrong_type"),
        Arguments.of("\"60\"", "wrong_type"),
        Arguments.of("\"\"", "wrong_type"),
        Arguments.of("true", "wrong_type"),
        Arguments.of("null", "wrong_type"),
        Arguments.of("[60]", "wrong_type"),
        Arguments.of("{}", "wrong_type"));
  }

  @ParameterizedTest
  @MethodSource("badDeadlines")
  void aBadDeadlineIs422(String value, String code) {
    var answer = server.post(PROCESS, request("deadline_seconds", value));
    hasOnly(problem(answer, 422), "/deadline_seconds", code);
    answer = server.post("/tasks/t1/deadline", "{\"deadline_seconds\":" + value + "}");
    hasOnly(problem(answer, 422), "/deadline_seconds", code);
  }

  @Test
  void allBadFieldsAreSaidAtOnce() {
    var problem =
        problem(
            server.post(
                PROCESS,
                """
                {"task_id": "a||b", "title": " ", "assignee": 5, "deadline_seconds": 0,
                 "priority": "high", "a/b~c": 1}\
                """),
            422);
    assertThat(problem.path("type").asText()).isEqualTo("urn:taskagent:problem:invalid-fields");
    assertThat(problem.path("errors"))
        .extracting(error -> error.path("pointer").asText() + " " + error.path("code").asText())
        .containsExactlyInAnyOrder(
            "/task_id ill_formed",
            "/title blank",
            "/description missing",
            "/assignee wrong_type",
            "/deadline_seconds out_of_range",
            "/priority unknown",
            "/a~1b~0c unknown");
  }

  @Test
  void namesFromTheClientCannotBreakOrBlowUpTheAnswer() {
    var strange = "{\"\\ud83d\\u0000\\\"</script>\":1,\"" + "n".repeat(50_000) + "\":1}";
    var answer = server.post(PROCESS, strange);
    problem(answer, 422);
    assertThat(answer.body().length()).isLessThan(2_000);

    var many = new StringBuilder("{\"x\":1");
    for (int i = 0; i < 5_000; i++) {
      many.append(",\"x").append(i).append("\":1");
    }
    assertThat(problem(server.post(PROCESS, many + "}"), 422).path("errors")).hasSize(100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/xml",
        "application/jsonp",
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-16",
        "application/json; charset=\"iso-8859-1\"",
        "json",
        ";",
        "*/*"
      })
  void anotherContentTypeIs415AndTheDetailSaysWhichHeaderToSend(String type) {
    var answer = server.send("POST", PROCESS, BodyPublishers.ofString("{}"), "Content-Type", type);
    assertThat(problem(answer, 415).path("detail").asText())
        .contains("Content-Type: application/json");
  }

  @Test
  void noContentTypeIs415() {
    problem(server.send("POST", PROCESS, BodyPublishers.ofString("{}")), 415);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "APPLICATION/JSON",
        "application/json;charset=utf-8",
        "application/json; charset=UTF-8",
        "application/json ; charset=\"utf-8\"; q=1"
      })
  void jsonByAnyNameIsTaken(String type) {
    problem(server.send("POST", PROCESS, BodyPublishers.ofString("{}"), "Content-Type", type), 422);
  }

  @Test
  void noBodyAtAllIs400() {
    problem(server.post(PROCESS), 400);
    problem(server.post("/tasks/t1/assign"), 400);
    problem(server.post("/tasks/t1/deadline"), 400);
    problem(server.post("/chat/ada"), 400);
  }

  @Test
  void aBodyOver64KibIs413() {
    var tooLarge = " ".repeat(64 * 1024 + 1);
    problem(server.post(PROCESS, tooLarge), 413);
    problem(server.post("/chat/ada", tooLarge), 413);
    problem(server.post("/tasks/t1/start", tooLarge), 413);
    var chunked =
        BodyPublishers.ofInputStream(
            () -> new ByteArrayInputStream(tooLarge.getBytes(StandardCharsets.UTF_8)));
    problem(server.send("POST", PROCESS, chunked, "Content-Type", "application/json"), 413);
  }

  @Test
  void aBodyOf64KibIsRead() {
    var body = request("title", "");
    problem(server.post(PROCESS, body + " ".repeat(64 * 1024 - body.length())), 422);
  }

  @Test
  void theOtherRoutesCheckTheirFieldsToo() {
    hasOnly(problem(server.post("/tasks/t1/assign", "{}"), 422), "/assignee", "missing");
    hasOnly(
        problem(server.post("/tasks/t1/assign", "{\"assignee\":\"a\",\"x\":1}"), 422),
        "/x",
        "unknown");
    hasOnly(problem(server.post("/tasks/t1/deadline", "{}"), 422), "/deadline_seconds", "missing");
    hasOnly(problem(server.post("/chat/ada", "{}"), 422), "/content", "missing");
    hasOnly(problem(server.post("/chat/ada", "{\"content\":\" \\n\"}"), 422), "/content", "blank");
    hasOnly(
        problem(server.post("/chat/ada", "{\"content\":\"" + "x".repeat(8_001) + "\"}"), 422),
        "/content",
        "too_long");
    hasOnly(
        problem(server.post("/workflows/task-workflow-t1/retry", "{\"title\":null}"), 422),
        "/title",
        "wrong_type");
    hasOnly(
        problem(server.post("/workflows/task-workflow-t1/retry", "{\"task_id\":\"t1\"}"), 422),
        "/task_id",
        "unknown");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/tasks/t1/start",
        "/tasks/t1/complete",
        "/tasks/t1/cancel",
        "/workflows/task-workflow-t1/cancel"
      })
  void aRouteWithoutFieldsTakesNone(String path) {
    hasOnly(problem(server.post(path, "{\"x\":1}"), 422), "/x", "unknown");
  }

  @Test
  void anErrorSaysNothingOfTheProgram() {
    var answer = server.post(PROCESS, "{\"title\":");
    assertThat(answer.body()).doesNotContain("jackson", "Exception", "Token", "Source");
    assertThat(json(answer).path("type").asText()).isEqualTo("about:blank");
  }
}
