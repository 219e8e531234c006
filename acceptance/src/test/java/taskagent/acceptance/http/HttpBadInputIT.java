package taskagent.acceptance.http;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad bodies and bad fields, sent to the packaged server (spec §5). */
class HttpBadInputIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROCESS = "/tasks/process";

  /** Where a body is taken, with one that is fine but for the state of its task. */
  private static final Map<String, String> BODIES =
      Map.of(
          PROCESS,
          good("never-made").toString(),
          "/tasks/unknown/assign",
          "{\"assignee\": \"ada\"}",
          "/tasks/unknown/deadline",
          "{\"deadline_seconds\": 60}",
          "/workflows/task-workflow-unknown/retry",
          "{\"title\": \"A better title\"}",
          "/chat/never",
          "{\"content\": \"Hello\"}");

  /** Fields with the most characters that they may have. */
  private static final Map<String, Integer> LENGTHS =
      Map.of("title", 200, "description", 10_000, "assignee", 254);

  @TempDir static Path data;

  private static Served server;
  private static Wire wire;

  @BeforeAll
  static void start() {
    server = Served.start(data);
    wire = new Wire(server.address());
  }

  /** It served through all of this, and had nothing to complain of. */
  @AfterAll
  static void stop() {
    var end = server.stop();
    assertThat(end.code()).isZero();
    assertThat(end.log()).doesNotContain("Exception", "SEVERE", "ERROR");
  }

  /** A refused request changed nothing. */
  @AfterEach
  void nothingWasDone() throws IOException {
    assertThat(wire.send("GET", "/workflows/task-workflow-never-made").status()).isEqualTo(404);
    assertThat(wire.send("GET", "/chat/never/history").json().path("total_messages").asInt())
        .isZero();
  }

  static ObjectNode good(String id) {
    return JSON.createObjectNode()
        .put("task_id", id)
        .put("title", "A title that is fine")
        .put("description", "A description that is fine")
        .put("assignee", "ada@example.com")
        .put("deadline_seconds", 60);
  }

  static Stream<String> paths() {
    return BODIES.keySet().stream().sorted();
  }

  // ---------------------------------------------------------------- bodies

  @ParameterizedTest(name = "{index}")
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "{\"title\"",
        "{\"title\": ",
        "{\"title\": \"",
        "{\"title\": \"a\",}",
        "{title: \"a\"}",
        "{'title': 'a'}",
        "{\"title\": nul}",
        "{\"deadline_seconds\": 01}",
        "{\"deadline_seconds\": +1}",
        "{\"deadline_seconds\": NaN}",
        "{\"deadline_seconds\": 0x10}",
        "{\"title\": \"line\nend\"}",
        "{\"title\": \"\\x41\"}",
        "{} {}",
        "{} x",
        "{\"title\": \"a\"} // a comment",
        "{\"title\": \"a\", \"title\": \"b\"}",
        "<task/>",
        "\u0000",
      })
  void malformedJsonIs400Everywhere(String body) throws IOException {
    for (var path : BODIES.keySet()) {
      if (!(body.isEmpty() && path.endsWith("/retry"))) { // there, a body may be left out
        Refusals.isProblem(wire.post(path, body), 400);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("paths")
  void whatIsNotUtf8Is400(String path) throws IOException {
    var utf16 = BODIES.get(path).getBytes(UTF_16);
    var latin1 = new byte[] {'{', '"', (byte) 0xE4, '"', ':', '1', '}'};
    Refusals.isProblem(wire.post(path, "application/json", utf16), 400);
    Refusals.isProblem(wire.post(path, "application/json", latin1), 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"text\"", "1", "true", "null", "[{}]"})
  void aBodyThatIsNoObjectIs422(String body) throws IOException {
    for (var path : BODIES.keySet()) {
      Refusals.isProblem(wire.post(path, body), 422);
    }
  }

  @ParameterizedTest
  @MethodSource("paths")
  void deepNestingIsRefused(String path) throws IOException {
    Refusals.isProblem(wire.post(path, "{\"title\":" + "[".repeat(30_000)), 400);
    Refusals.isProblem(wire.post(path, "{\"a\":".repeat(10_000)), 400);
    var deep = "[".repeat(100_000) + "]".repeat(100_000);
    Refusals.isProblem(wire.post(path, "{\"title\":" + deep + "}"), 413);
  }

  @ParameterizedTest
  @MethodSource("paths")
  void moreThan64KiBAre413(String path) throws IOException {
    Refusals.isProblem(wire.post(path, padded(path, 65 * 1024)), 413);
    Refusals.isProblem(wire.post(path, padded(path, 64 * 1024 + 1)), 413);
    Refusals.isProblem(wire.post(path, padded(path, 900 * 1024)), 413);
  }

  /** Blanks around JSON are part of the body, and mean nothing. */
  @Test
  void exactly64KiBAreFine() throws IOException {
    var body = good("just-fits").toString();
    body += " ".repeat(64 * 1024 - body.length());
    assertThat(wire.post(PROCESS, body).status()).isEqualTo(202);
  }

  private static String padded(String path, int length) {
    var body = BODIES.get(path);
    return body + " ".repeat(length - body.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        "application/jsonp",
        "application/json; charset=utf-16",
        "application/json; charset=iso-8859-1",
        "json",
        "*/*",
        ";",
      })
  void anotherContentTypeIs415AndTheDetailSaysWhichToSend(String type) throws IOException {
    for (var each : BODIES.entrySet()) {
      var reply = wire.post(each.getKey(), type, each.getValue().getBytes(UTF_8));
      Refusals.isProblem(reply, 415);
      assertThat(reply.json().path("detail").asText()).contains("Content-Type: application/json");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/json", "APPLICATION/JSON", "application/json; charset=UTF-8"})
  void jsonIsKnownByItsName(String type) throws IOException {
    var reply = wire.post(PROCESS, type, good("by-its-name").toString().getBytes(UTF_8));
    assertThat(reply.status()).isEqualTo(202);
  }

  // ---------------------------------------------------------------- fields

  @Test
  void everyMissingFieldIsNamed() throws IOException {
    Refusals.names(wire.post(PROCESS, "{}"), "/task_id", "/title", "/description", "/assignee");
    Refusals.names(wire.post("/tasks/unknown/assign", "{}"), "/assignee");
    Refusals.names(wire.post("/tasks/unknown/deadline", "{}"), "/deadline_seconds");
    Refusals.names(wire.post("/chat/never", "{}"), "/content");
  }

  @ParameterizedTest
  @ValueSource(strings = {"task_id", "title", "description", "assignee"})
  void aMissingFieldIsNamed(String field) throws IOException {
    var body = good("never-made");
    body.remove(field);
    Refusals.names(wire.post(PROCESS, body.toString()), "/" + field);
  }

  @Test
  void everyUnknownFieldIsNamedBesidesTheOthers() throws IOException {
    var body = good("never-made").put("titel", "x").put("a/b~c", 1).put("title", " ");
    Refusals.names(wire.post(PROCESS, body.toString()), "/titel", "/a~1b~0c", "/title");
    for (var command : List.of("start", "complete", "cancel")) {
      Refusals.names(wire.post("/tasks/unknown/" + command, "{\"why\": 1}"), "/why");
    }
    Refusals.names(wire.post("/workflows/task-workflow-unknown/cancel", "{\"why\": 1}"), "/why");
    Refusals.names(
        wire.post("/workflows/task-workflow-unknown/retry", "{\"task_id\": \"x\"}"), "/task_id");
    Refusals.names(
        wire.post("/chat/never", "{\"content\": \"Hi\", \"role\": \"system\"}"), "/role");
  }

  @Test
  void allThatIsWrongIsNamedAtOnce() throws IOException {
    var reply =
        wire.post(
            PROCESS,
            "{\"task_id\": \"a||b\", \"title\": \"\", \"description\": 7, \"deadline_seconds\": 0,"
                + " \"more\": null}");
    Refusals.names(
        reply, "/task_id", "/title", "/description", "/assignee", "/deadline_seconds", "/more");
  }

  @ParameterizedTest(name = "{index}")
  @ValueSource(strings = {"", " ", "\t", "\n \r\n", "\u00A0", "\u3000", "\u2003 \u2003"})
  void blankIsRefused(String blank) throws IOException {
    for (var field : List.of("task_id", "title", "description", "assignee")) {
      var body = good("never-made").put(field, blank);
      Refusals.names(wire.post(PROCESS, body.toString()), "/" + field);
    }
    refusedElsewhere(JSON.valueToTree(blank));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "1", "1.5", "true", "[]", "{}", "[\"a\"]", "{\"a\": \"b\"}"})
  void textOfAnotherTypeIsRefused(String json) throws IOException {
    for (var field : List.of("task_id", "title", "description", "assignee")) {
      var body = good("never-made").set(field, JSON.readTree(json));
      Refusals.names(wire.post(PROCESS, body.toString()), "/" + field);
    }
    refusedElsewhere(JSON.readTree(json));
  }

  /** A text that no field takes, in the fields of the other requests. */
  private static void refusedElsewhere(JsonNode text) throws IOException {
    Refusals.names(wire.post("/tasks/unknown/assign", "{\"assignee\": " + text + "}"), "/assignee");
    Refusals.names(wire.post("/chat/never", "{\"content\": " + text + "}"), "/content");
    for (var field : List.of("title", "description", "assignee")) {
      Refusals.names(
          wire.post("/workflows/task-workflow-unknown/retry", "{\"" + field + "\": " + text + "}"),
          "/" + field);
    }
  }

  @Test
  void tooLongIsRefusedAndJustLongEnoughIsNot() throws IOException {
    var most = good("longest");
    for (var field : LENGTHS.entrySet()) {
      var body = good("never-made").put(field.getKey(), "x".repeat(field.getValue() + 1));
      Refusals.names(wire.post(PROCESS, body.toString()), "/" + field.getKey());
      most.put(field.getKey(), "x".repeat(field.getValue()));
    }
    assertThat(wire.post(PROCESS, most.toString()).status()).isEqualTo(202);
    Refusals.names(
        wire.post("/chat/never", "{\"content\": \"" + "x".repeat(8_001) + "\"}"), "/content");
    var longest = wire.post("/chat/talker", "{\"content\": \"" + "x".repeat(8_000) + "\"}");
    assertThat(longest.status()).isEqualTo(200);
  }

  /** Characters are counted, not the units that they take. */
  @Test
  void emojiCountAsOne() throws IOException {
    assertThat(
            wire.post(PROCESS, good("emoji").put("title", "\uD83D\uDE00".repeat(200)).toString())
                .status())
        .isEqualTo(202);
    Refusals.names(
        wire.post(PROCESS, good("never-made").put("title", "\uD83D\uDE00".repeat(201)).toString()),
        "/title");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0000", "a\\u0000b", "\\u001b[2J", "\\u007f", "\\ud800", "\\udc00x"})
  void controlCharactersAndHalfCharactersAreRefused(String escaped) throws IOException {
    var body =
        """
        {"task_id": "never-made", "title": "Title %1$s", "description": "Description %1$s",\
         "assignee": "ada%1$s"}"""
            .formatted(escaped);
    Refusals.names(wire.post(PROCESS, body), "/title", "/description", "/assignee");
    Refusals.names(wire.post("/chat/never", "{\"content\": \"Hi " + escaped + "\"}"), "/content");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a||b",
        "a/b",
        "a%2Fb",
        "a\\u0000b",
        "\\uD83D\\uDE00",
        "12345678901234567890123456789012345678901234567890123456789012345",
        "-a",
        "_a",
        ".",
        "..",
        "a.b",
        "a b",
        " a",
        "a ",
        "a\\n",
        "\\u00e4",
        "\\u0430",
        "\\uff21",
      })
  void idsThatAreNoneAreRefused(String id) throws IOException {
    var body = good("x").toString().replace("\"x\"", "\"" + id + "\"");
    Refusals.names(wire.post(PROCESS, body), "/task_id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "0",
        "A-_",
        "process",
        "1234567890123456789012345678901234567890123456789012345678901234",
      })
  void idsAreTakenUpTo64Characters(String id) throws IOException {
    assertThat(wire.post(PROCESS, good(id).toString()).status()).isEqualTo(202);
    var workflow = wire.send("GET", "/workflows/task-workflow-" + id + "?wait=10s");
    assertThat(workflow.status()).as(workflow.body()).isEqualTo(200);
    assertThat(wire.send("GET", "/tasks/" + id).json().path("task_id").asText()).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "31536001",
        "1.5",
        "0.5",
        "1e-3",
        "1e400",
        "-1e400",
        "99999999999999999999",
        "9223372036854775807",
        "-9223372036854775808",
        "2147483648",
        "\"60\"",
        "\"\"",
        "null",
        "true",
        "[60]",
        "{}",
      })
  void deadlinesThatAreNoneAreRefused(String deadline) throws IOException {
    deadlineRefused(deadline);
  }

  @Test
  void aDeadlineOfThousandsOfDigitsIsRefused() throws IOException {
    deadlineRefused(BigInteger.TEN.pow(30_000).toString());
    deadlineRefused("1." + "0".repeat(30_000) + "1");
  }

  private static void deadlineRefused(String deadline) throws IOException {
    var body = good("never-made").toString().replace(":60", ":" + deadline);
    Refusals.names(wire.post(PROCESS, body), "/deadline_seconds");
    var only = "{\"deadline_seconds\": " + deadline + "}";
    Refusals.names(wire.post("/tasks/unknown/deadline", only), "/deadline_seconds");
    Refusals.names(wire.post("/workflows/task-workflow-unknown/retry", only), "/deadline_seconds");
  }
}
