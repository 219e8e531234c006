package taskagent.acceptance.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid paths, parameters, headers and HTTP, sent to the packaged server (specification §5). */
@Execution(ExecutionMode.CONCURRENT)
class HttpBadRequestIT {

  private static final String BODY = "{\"assignee\": \"ada\"}";

  @TempDir static Path data;

  private static ServerUnderTest server;
  private static RawHttpClient wire;

  @BeforeAll
  static void start() throws IOException {
    server = ServerUnderTest.start(data);
    wire = new RawHttpClient(server.address());
    var task =
        "{\"task_id\": \"known\", \"title\": \"Known task\", \"description\": \"It is known to"
            + " all\", \"assignee\": \"ada\"}";
    assertThat(wire.post("/tasks/process", task).status()).isEqualTo(202);
    assertThat(wire.send("GET", "/workflows/task-workflow-known?wait=10s").status()).isEqualTo(200);
  }

  /** The server survived all of it, logged no error, and its task is unchanged. */
  @AfterAll
  static void stop() throws IOException {
    var known = wire.send("GET", "/tasks/known");
    var end = server.stop();
    assertThat(end.code()).isZero();
    assertThat(known.json().path("version").asInt()).isEqualTo(3);
    assertThat(end.log()).doesNotContain("Exception", "SEVERE", "ERROR");
  }

  // ---------------------------------------------------------------- paths

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a||b",
        "a%7C%7Cb",
        "a%2Fb",
        "a%2fstart",
        "a%00b",
        "%00",
        "%F0%9F%98%80",
        "\uD83D\uDE00",
        "\u00e4",
        "%C3%A4",
        "%FF",
        "%",
        "%2",
        "%zz",
        "12345678901234567890123456789012345678901234567890123456789012345",
        "-a",
        "_a",
        "a.b",
        "a%20b",
        "a+b",
        "a%0A",
        "a%0D%0AX-Evil:%201",
        "a;v=1",
        "a'--",
        "%2e%2e",
      })
  void invalidIdIs422AndNamed(String id) throws IOException {
    RawReplyAssertions.names(wire.send("GET", "/tasks/" + id), "/task_id");
    RawReplyAssertions.names(wire.send("GET", "/tasks/" + id + "/timeline"), "/task_id");
    RawReplyAssertions.names(wire.post("/tasks/" + id + "/assign", BODY), "/task_id");
    RawReplyAssertions.names(wire.post("/tasks/" + id + "/start", "{}"), "/task_id");
    RawReplyAssertions.names(wire.post("/chat/" + id, "{\"content\": \"Hi\"}"), "/user_id");
    RawReplyAssertions.names(wire.send("GET", "/chat/" + id + "/history"), "/user_id");
    RawReplyAssertions.names(wire.send("DELETE", "/chat/" + id + "/history"), "/user_id");
    RawReplyAssertions.names(wire.send("GET", "/workflows/" + id), "/workflow_id");
    RawReplyAssertions.names(wire.send("GET", "/workflows/task-workflow-" + id), "/workflow_id");
    RawReplyAssertions.names(
        wire.post("/workflows/task-workflow-" + id + "/cancel", "{}"), "/workflow_id");
    RawReplyAssertions.names(
        wire.post("/workflows/task-workflow-" + id + "/retry", "{}"), "/workflow_id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/task",
        "//tasks/known",
        "/tasks//known",
        "/tasks/known/",
        "/tasks/known/timeline/",
        "/tasks/known/nothing",
        "/tasks/known/start/now",
        "/tasks/../tasks/known",
        "/tasks/./known",
        "/TASKS/known",
        "/chat",
        "/chat/ada/history/1",
        "/workflow",
        "/health",
        "/openapi.yaml/",
        "/favicon.ico",
        "/actuator",
        "/..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/etc/passwd",
      })
  void unknownPathIs404(String path) throws IOException {
    RawReplyAssertions.isProblem(wire.send("GET", path), 404);
  }

  /** The sidecar may call the app only at the callback port. */
  @ParameterizedTest
  @CsvSource({
    "GET, /dapr/config, 404",
    "GET, /dapr/subscribe, 404",
    "PUT, /actors/TaskActor/known/method/GetTask, 404",
    "PUT, /actors/TaskActor/known/method/remind/deadline-1, 404",
    "DELETE, /actors/TaskActor/known, 404",
    "POST, /events, 405",
  })
  void callbacksOfTheSidecarAreRefused(String method, String path, int status) throws IOException {
    RawReplyAssertions.isProblem(wire.send(method, path), status);
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /tasks/known, GET",
    "DELETE, /tasks/known/timeline, GET",
    "PATCH, /tasks/known, GET",
    "GET, /tasks/known/start, POST",
    "POST, /tasks/known/timeline, GET",
    "DELETE, /workflows/task-workflow-known, GET",
    "GET, /workflows/task-workflow-known/cancel, POST",
    "GET, /chat/ada, POST",
    "POST, /chat/ada/history, DELETE",
    "POST, /health/ready, GET",
    "POST, /openapi.yaml, GET",
    "TRACE, /tasks/known, GET",
    "BREW, /tasks/known, GET",
  })
  void otherMethodsAre405AndTheAnswerNamesTheAllowedOnes(String method, String path, String allowed)
      throws IOException {
    var reply = wire.send(method, path);
    RawReplyAssertions.isProblem(reply, 405);
    assertThat(reply.header("allow").split(", *", -1)).contains(allowed).doesNotContain(method);
  }

  // ---------------------------------------------------------------- parameters and headers

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abc",
        "10",
        "-1s",
        "1h",
        "61s",
        "2m",
        "99999999999s",
        "1e3s",
        "%00",
        "1.s",
        "NaNs",
        "0x1s",
        "10s%0A",
      })
  void invalidWaitIs422(String wait) throws IOException {
    RawReplyAssertions.names(
        wire.send("GET", "/workflows/task-workflow-known?wait=" + wait), "/wait");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "\"3", "abc", "\"a\" \"b\"", ",", "W/", "\"3\", x"})
  void malformedIfMatchIs400(String condition) throws IOException {
    RawReplyAssertions.isProblem(command("If-Match: " + condition), 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1\"", "\"99999999999999999999\"", "\"a\"", "W/\"3\"", "\"1\", \"2\""})
  void ifMatchOfAnotherVersionIs412(String condition) throws IOException {
    RawReplyAssertions.isProblem(command("If-Match: " + condition), 412);
  }

  private static RawHttpClient.Reply command(String header) throws IOException {
    var body = BODY.getBytes(StandardCharsets.UTF_8);
    return wire.send(
        "POST",
        "/tasks/known/assign",
        header + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n",
        body);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "\u00e4", "k\ti"})
  void invalidIdempotencyKeyIs422(String key) throws IOException {
    keyRefused("Idempotency-Key: " + key + "\r\n");
  }

  @Test
  void idempotencyKeyThatIsTooLongOrGivenTwiceIs422() throws IOException {
    keyRefused("Idempotency-Key: " + "k".repeat(256) + "\r\n");
    keyRefused("Idempotency-Key: one\r\nIdempotency-Key: two\r\n");
  }

  private static void keyRefused(String header) throws IOException {
    var body = "{\"content\": \"Hi\"}".getBytes(StandardCharsets.UTF_8);
    var headers =
        header + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n";
    RawReplyAssertions.names(wire.send("POST", "/chat/never", headers, body), "/idempotency_key");
    assertThat(wire.send("GET", "/chat/never/history").json().path("total_messages").asInt())
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Origin: http://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site"})
  void aForeignWebPageChangesNothing(String header) throws IOException {
    var reply = wire.send("POST", "/tasks/known/complete", header + "\r\n", new byte[0]);
    RawReplyAssertions.isProblem(reply, 403);
  }

  // ---------------------------------------------------------------- HTTP

  @ParameterizedTest(name = "{index}")
  @ValueSource(
      strings = {
        "NONSENSE\r\n\r\n",
        "GET\r\n\r\n",
        "GET /tasks/known\r\n\r\n",
        "GET /tasks/known HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "GET /tasks/a\u0000b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /workflows/task-workflow-a?wait=%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /tasks/a b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /tasks/known HTTP/1.1\r\nHost: localhost\r\nno colon\r\nConnection: close\r\n\r\n",
        "POST /chat/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\nConnection: close\r\n\r\n",
        "POST /chat/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\nConnection: close\r\n\r\n",
        "POST /chat/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "POST /chat/x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
        "POST /chat/x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n+2\r\n{}\r\n0\r\n\r\n",
        "POST /chat/x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}XY0\r\n\r\n",
        "dElEtE /users/ada HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GE(T /tasks/known HTTP/1.1\r\nHost: localhost\r\n\r\n",
      })
  void malformedHttpIsRefused(String head) throws IOException {
    var reply = wire.raw(head, new byte[0]);
    assertThat(reply.status()).as(reply.body()).isBetween(400, 505).isNotEqualTo(500);
    RawReplyAssertions.isProblem(reply, reply.status());
  }

  /** A request with two lengths could smuggle another one past a proxy. */
  @Test
  void twoLengthsAreRefused() throws IOException {
    var head =
        String.join(
            "\r\n",
            "POST /chat/never HTTP/1.1",
            "Host: localhost",
            "Content-Type: application/json",
            "Content-Length: 4",
            "Transfer-Encoding: chunked",
            "",
            "");
    var smuggled =
        String.join(
            "\r\n", "0", "", "DELETE /chat/ada/history HTTP/1.1", "Host: localhost", "", "");
    RawReplyAssertions.isProblem(wire.raw(head, smuggled.getBytes(StandardCharsets.UTF_8)), 400);
  }

  @Test
  void chunkedBodyOver64KiBIs413() throws IOException {
    var headers = "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n";
    var chunk = "{\"content\": \"" + "x".repeat(65 * 1024) + "\"}";
    var body = Integer.toHexString(chunk.length()) + "\r\n" + chunk + "\r\n0\r\n\r\n";
    RawReplyAssertions.isProblem(
        wire.send("POST", "/chat/never", headers, body.getBytes(StandardCharsets.UTF_8)), 413);
  }

  @Test
  void hugeContentLengthIsRefusedBeforeTheBodyIsRead() throws IOException {
    var head =
        String.join(
            "\r\n",
            "POST /chat/never HTTP/1.1",
            "Host: localhost",
            "Content-Type: application/json",
            "Content-Length: 1000000000000",
            "",
            "");
    var reply = wire.rawUntilAnswered(head, "{".getBytes(StandardCharsets.UTF_8));
    RawReplyAssertions.isProblem(reply, 413);
  }

  @Test
  void headersAndPathsThatAreTooLongAreRefused() throws IOException {
    RawReplyAssertions.isProblem(
        wire.send("GET", "/tasks/known", "X-Long: " + "x".repeat(100_000) + "\r\n", new byte[0]),
        431);
    RawReplyAssertions.isProblem(wire.send("GET", "/tasks/" + "x".repeat(100_000)), 414);
  }

  /** The server returns the request id of the client, but never text that could forge a header. */
  @Test
  void requestIdCannotForgeHeaders() throws IOException {
    var reply = wire.send("GET", "/tasks/known", "X-Request-Id: a\u0001b\u00e4\r\n", new byte[0]);
    assertThat(reply.status()).isIn(200, 400);
    assertThat(reply.header("x-request-id")).matches("[A-Za-z0-9._-]{1,128}");
  }
}
