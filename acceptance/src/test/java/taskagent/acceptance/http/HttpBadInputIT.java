package taskagent.acceptance.http;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid bodies and fields, sent to the packaged server (specification §5). */
@Execution(ExecutionMode.CONCURRENT)
class HttpBadInputIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROCESS = "/tasks/process";

  private static final String ASSIGN = "/tasks/unknown/assign";
  private static final String DEADLINE = "/tasks/unknown/deadline";
  private static final String RETRY = "/workflows/task-workflow-unknown/retry";

  /** The paths that accept a body, each with a valid one, most of them for an unknown task. */
  private static final Map<String, String> BODIES =
      Map.ofEntries(
          Map.entry(PROCESS, good("never-made").toString()),
          Map.entry(ASSIGN, "{\"assignee\": \"ada\"}"),
          Map.entry(DEADLINE, "{\"deadline_seconds\": 60}"),
          Map.entry(RETRY, "{\"title\": \"A better title\"}"),
          Map.entry("/chat/never", "{\"content\": \"Hello\"}"));

  /** The maximum number of characters of each field. */
  private static final Map<String, Integer> LENGTHS =
      Map.of("title", 200, "description", 10_000, "assignee", 254);

  @TempDir static Path data;

  private static ServerUnderTest server;
  private static RawHttpClient wire;

  @BeforeAll
  static void start() {
    server = ServerUnderTest.start(data);
    wire = new RawHttpClient(server.address());
  }

  /** The server survived all of it, and logged no error. */
  @AfterAll
  static void stop() {
    var end = server.stop();
    assertThat(end.code()).isZero();
    assertThat(end.log()).doesNotContain("Exception", "SEVERE", "ERROR");
  }

  /** Checks that refused requests had no effect. */
  @AfterEach
  void nothingChanged() throws IOException {
    assertThat(wire.send("GET", "/workflows/task-workflow-never-made").status()).isEqualTo(404);
    assertThat(wire.send("GET", "/chat/never/history").json().path("total_messages").asInt())
        .isZero();
  }

  static ObjectNode good(String id) {
    return JSON.createObjectNode()
        .put("task_id", id)
        .put("title", "A valid title")
        .put("description", "A valid description")
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
  void malformedJsonIs400(String body) throws IOException {
    for (var path : BODIES.keySet()) {
      if (!(body.isEmpty() && path.endsWith("/retry"))) { // whose body is optional
        RawReplyAssertions.isProblem(wire.post(path, body), 400);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("paths")
  void textThatIsNotUtf8Is400(String path) throws IOException {
    var utf16 = BODIES.get(path).getBytes(UTF_16);
    var latin1 = new byte[] {'{', '"', (byte) 0xE4, '"', ':', '1', '}'};
    RawReplyAssertions.isProblem(wire.post(path, "application/json", utf16), 400);
    RawReplyAssertions.isProblem(wire.post(path, "application/json", latin1), 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"text\"", "1", "true", "null", "[{}]"})
  void bodyThatIsNotAnObjectIs422(String body) throws IOException {
    for (var path : BODIES.keySet()) {
      RawReplyAssertions.isProblem(wire.post(path, body), 422);
    }
  }

  @ParameterizedTest
  @MethodSource("paths")
  void deepNestingIsRefused(String path) throws IOException {
    RawReplyAssertions.isProblem(wire.post(path, "{\"title\":" + "[".repeat(30_000)), 400);
    RawReplyAssertions.isProblem(wire.post(path, "{\"a\":".repeat(10_000)), 400);
    var deep = "[".repeat(100_000) + "]".repeat(100_000);
    RawReplyAssertions.isProblem(wire.post(path, "{\"title\":" + deep + "}"), 413);
  }

  @ParameterizedTest
  @MethodSource("paths")
  void bodyOver64KiBIs413(String path) throws IOException {
    RawReplyAssertions.isProblem(wire.post(path, padded(path, 65 * 1024)), 413);
    RawReplyAssertions.isProblem(wire.post(path, padded(path, 64 * 1024 + 1)), 413);
    RawReplyAssertions.isProblem(wire.post(path, padded(path, 900 * 1024)), 413);
  }

  /** White space around the JSON counts as part of the body. */
  @Test
  void bodyOf64KiBIsAccepted() throws IOException {
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
  void otherContentTypesAre415AndTheDetailNamesTheRightOne(String type) throws IOException {
    for (var each : BODIES.entrySet()) {
      var reply = wire.post(each.getKey(), type, each.getValue().getBytes(UTF_8));
      RawReplyAssertions.isProblem(reply, 415);
      assertThat(reply.json().path("detail").asText()).contains("Content-Type: application/json");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/json", "APPLICATION/JSON", "application/json; charset=UTF-8"})
  void contentTypeOfJsonIsAccepted(String type) throws IOException {
    var reply = wire.post(PROCESS, type, good("by-its-name").toString().getBytes(UTF_8));
    assertThat(reply.status()).isEqualTo(202);
  }

  // ---------------------------------------------------------------- fields

  @Test
  void allMissingFieldsAreNamed() throws IOException {
    RawReplyAssertions.names(
        wire.post(PROCESS, "{}"), "/task_id", "/title", "/description", "/assignee");
    RawReplyAssertions.names(wire.post(ASSIGN, "{}"), "/assignee");
    RawReplyAssertions.names(wire.post(DEADLINE, "{}"), "/deadline_seconds");
    RawReplyAssertions.names(wire.post("/chat/never", "{}"), "/content");
  }

  @ParameterizedTest
  @ValueSource(strings = {"task_id", "title", "description", "assignee"})
  void missingFieldIsNamed(String field) throws IOException {
    var body = good("never-made");
    body.remove(field);
    RawReplyAssertions.names(wire.post(PROCESS, body.toString()), "/" + field);
  }

  @Test
  void unknownFieldsAreNamedTogetherWithInvalidOnes() throws IOException {
    var body = good("never-made").put("titel", "x").put("a/b~c", 1).put("title", " ");
    RawReplyAssertions.names(wire.post(PROCESS, body.toString()), "/titel", "/a~1b~0c", "/title");
    for (var command : List.of("start", "complete", "cancel")) {
      RawReplyAssertions.names(wire.post("/tasks/unknown/" + command, "{\"why\": 1}"), "/why");
    }
    RawReplyAssertions.names(
        wire.post("/workflows/task-workflow-unknown/cancel", "{\"why\": 1}"), "/why");
    RawReplyAssertions.names(wire.post(RETRY, "{\"task_id\": \"x\"}"), "/task_id");
    RawReplyAssertions.names(
        wire.post("/chat/never", "{\"content\": \"Hi\", \"role\": \"system\"}"), "/role");
  }

  @Test
  void allInvalidFieldsAreNamedAtOnce() throws IOException {
    var reply =
        wire.post(
            PROCESS,
            "{\"task_id\": \"a||b\", \"title\": \"\", \"description\": 7, \"deadline_seconds\": 0,"
                + " \"more\": null}");
    RawReplyAssertions.names(
        reply, "/task_id", "/title", "/description", "/assignee", "/deadline_seconds", "/more");
  }

  @ParameterizedTest(name = "{index}")
  @ValueSource(strings = {"", " ", "\t", "\n \r\n", "\u00A0", "\u3000", "\u2003 \u2003"})
  void blankTextIsRefused(String blank) throws IOException {
    for (var field : List.of("task_id", "title", "description", "assignee")) {
      var body = good("never-made").put(field, blank);
      RawReplyAssertions.names(wire.post(PROCESS, body.toString()), "/" + field);
    }
    refusedElsewhere(JSON.valueToTree(blank));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "1", "1.5", "true", "[]", "{}", "[\"a\"]", "{\"a\": \"b\"}"})
  void valueThatIsNotTextIsRefused(String json) throws IOException {
    for (var field : List.of("task_id", "title", "description", "assignee")) {
      var body = good("never-made").set(field, JSON.readTree(json));
      RawReplyAssertions.names(wire.post(PROCESS, body.toString()), "/" + field);
    }
    refusedElsewhere(JSON.readTree(json));
  }

  /** Sends a value that no text field accepts in the fields of the other requests. */
  private static void refusedElsewhere(JsonNode text) throws IOException {
    RawReplyAssertions.names(wire.post(ASSIGN, "{\"assignee\": " + text + "}"), "/assignee");
    RawReplyAssertions.names(wire.post("/chat/never", "{\"content\": " + text + "}"), "/content");
    for (var field : List.of("title", "description", "assignee")) {
      RawReplyAssertions.names(wire.post(RETRY, "{\"" + field + "\": " + text + "}"), "/" + field);
    }
  }

  @Test
  void textOverTheMaximumIsRefusedAndTextOfTheMaximumIsAccepted() throws IOException {
    var most = good("longest");
    for (var field : LENGTHS.entrySet()) {
      var body = good("never-made").put(field.getKey(), "x".repeat(field.getValue() + 1));
      RawReplyAssertions.names(wire.post(PROCESS, body.toString()), "/" + field.getKey());
      most.put(field.getKey(), "x".repeat(field.getValue()));
    }
    assertThat(wire.post(PROCESS, most.toString()).status()).isEqualTo(202);
    RawReplyAssertions.names(
        wire.post("/chat/never", "{\"content\": \"" + "x".repeat(8_001) + "\"}"), "/content");
    var longest = wire.post("/chat/talker", "{\"content\": \"" + "x".repeat(8_000) + "\"}");
    assertThat(longest.status()).isEqualTo(200);
  }

  /** Lengths are counted in characters, not in UTF-16 units. */
  @Test
  void anEmojiCountsAsOneCharacter() throws IOException {
    assertThat(
            wire.post(PROCESS, good("emoji").put("title", "\uD83D\uDE00".repeat(200)).toString())
                .status())
        .isEqualTo(202);
    RawReplyAssertions.names(
        wire.post(PROCESS, good("never-made").put("title", "\uD83D\uDE00".repeat(201)).toString()),
        "/title");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0000", "a\\u0000b", "\\u001b[2J", "\\u007f", "\\ud800", "\\udc00x"})
  void controlCharactersAndLoneSurrogatesAreRefused(String escaped) throws IOException {
    var body =
        """
        {"task_id": "never-made", "title": "Title %1$s", "description": "Description %1$s",\
         "assignee": "ada%1$s"}"""
            .formatted(escaped);
    RawReplyAssertions.names(wire.post(PROCESS, body), "/title", "/description", "/assignee");
    RawReplyAssertions.names(
        wire.post("/chat/never", "{\"content\": \"Hi " + escaped + "\"}"), "/content");
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
  void invalidIdsAreRefused(String id) throws IOException {
    var body = good("x").toString().replace("\"x\"", "\"" + id + "\"");
    RawReplyAssertions.names(wire.post(PROCESS, body), "/task_id");
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
  void idsOfUpTo64CharactersAreAccepted(String id) throws IOException {
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
  void invalidDeadlinesAreRefused(String deadline) throws IOException {
    deadlineRefused(deadline);
  }

  @Test
  void deadlineOfThousandsOfDigitsIsRefused() throws IOException {
    deadlineRefused("1" + "0".repeat(30_000));
    deadlineRefused("1." + "0".repeat(30_000) + "1");
  }

  private static void deadlineRefused(String deadline) throws IOException {
    var body = good("never-made").toString().replace(":60", ":" + deadline);
    RawReplyAssertions.names(wire.post(PROCESS, body), "/deadline_seconds");
    var only = "{\"deadline_seconds\": " + deadline + "}";
    RawReplyAssertions.names(wire.post(DEADLINE, only), "/deadline_seconds");
    RawReplyAssertions.names(wire.post(RETRY, only), "/deadline_seconds");
  }
}
