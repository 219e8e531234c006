package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static taskagent.http.TestServer.json;

import io.helidon.webserver.WebServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Web pages of others can neither change nor read anything (specification §5). */
final class BrowserGuardTest {

  private static final String APP = "https://app.example";

  private static TestServer server;
  private static TestServer open;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    server.process("t1");
    open =
        TestServer.start(
            settings ->
                settings.withAllowed(
                    new AllowedCallers(Set.of("agent.example"), Set.of(APP, "http://b.example"))));
    open.process("t1");
  }

  @AfterAll
  static void stop() {
    server.close();
    open.close();
  }

  private static String raw(TestServer to, String method, String path, String... headers) {
    return to.raw(
        method
            + " "
            + path
            + " HTTP/1.1\r\nConnection: close\r\n"
            + String.join("\r\n", headers)
            + "\r\n\r\n");
  }

  private static void isProblem(String answer, int status) {
    assertThat(answer)
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("Content-Type: application/problem+json");
    var problem = json(answer.substring(answer.indexOf("\r\n\r\n") + 4));
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("detail").asText()).isNotBlank();
  }

  private static String status(TestServer to) {
    return json(to.get("/tasks/t1")).path("status").asText();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://evil.example",
        "Origin: null",
        "Origin:",
        "Origin: http://localhost:9",
        "Origin: http://localhost.evil.example",
        "Origin: http://evil.example/localhost",
        "Origin: http://localhost@evil.example",
        "Origin: localhost",
        "Origin: file://localhost",
        "Origin: chrome-extension://localhost",
        "Origin: http://127.0.0.1",
        "Origin: http://localhost http://evil.example",
        "Origin: http://localhost\r\nOrigin: http://evil.example",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: cross-site\r\nOrigin: http://localhost",
        "sec-fetch-site: Cross-Site"
      })
  void aForeignPageChangesNothing(String header) {
    for (var path : new String[] {"start", "complete", "cancel"}) {
      isProblem(raw(server, "POST", "/tasks/t1/" + path, "Host: localhost", header), 403);
    }
    isProblem(
        raw(
            server,
            "POST",
            "/workflows/task-workflow-t1/retry",
            "Host: localhost",
            "Content-Length: 0",
            header),
        403);
    isProblem(raw(server, "DELETE", "/chat/ada/history", "Host: localhost", header), 403);
    isProblem(raw(server, "DELETE", "/tasks/t1", "Host: localhost", header), 403);
    assertThat(status(server)).isEqualTo("assigned");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: localhost:8000\r\nOrigin: http://localhost:8000",
        "Host: LOCALHOST:8000\r\nOrigin: HTTP://localhost:8000\r\nSec-Fetch-Site: same-origin",
        "Host: localhost\r\nOrigin: http://localhost:80",
        "Host: localhost:443\r\nOrigin: https://localhost",
        "Host: [::1]:8000\r\nOrigin: http://[::1]:8000",
        "Host: localhost\r\nSec-Fetch-Site: none",
        "Host: localhost\r\nSec-Fetch-Site: same-origin",
        "Host: localhost"
      })
  void thePageOfTheServerAndOtherClientsAreServed(String headers) {
    assertThat(raw(server, "DELETE", "/chat/ada/history", headers)).startsWith("HTTP/1.1 204 ");
  }

  @Test
  void aForeignPageGetsAnAnswerToAReadThatItsBrowserDoesNotShowIt() {
    assertThat(raw(server, "GET", "/tasks/t1", "Host: localhost", "Origin: http://evil.example"))
        .startsWith("HTTP/1.1 200 ")
        .doesNotContainIgnoringCase("Access-Control");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/tasks/t1",
    "GET,/workflows/task-workflow-t1",
    "GET,/chat/ada/history",
    "GET,/health/live",
    "GET,/metrics",
    "GET,/openapi.yaml",
    "GET,/nothing",
    "OPTIONS,/tasks/t1",
    "POST,/tasks/t1/complete",
    "DELETE,/tasks/t1"
  })
  void aForeignNameReadsAndChangesNothing(String method, String path) {
    isProblem(raw(server, method, path, "Host: evil.example"), 421);
    isProblem(raw(server, method, path, "Host: evil.example", "Origin: http://evil.example"), 421);
    assertThat(status(server)).isEqualTo("assigned");
  }

  @Test
  void aRefusedRequestWithABodyLeavesTheConnectionUsable() {
    try (var connection = server.connect()) {
      connection.send(
          "POST /tasks/t1/assign HTTP/1.1\r\nHost: localhost\r\nOrigin: null\r\n"
              + "Content-Type: application/json\r\nContent-Length: 20\r\n\r\n{\"assignee\": \"mary\"}");
      assertThat(connection.readAnswer()).startsWith("HTTP/1.1 403 ");
      connection.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(connection.readAnswer()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void allowedNamesAndOriginsAreServed() {
    assertThat(raw(open, "GET", "/tasks/t1", "Host: agent.example:1")).startsWith("HTTP/1.1 200 ");
    isProblem(raw(open, "GET", "/tasks/t1", "Host: evil.example"), 421);
    isProblem(
        raw(open, "POST", "/tasks/t1/start", "Host: localhost", "Origin: http://app.example"), 403);
    assertThat(
            raw(
                open,
                "POST",
                "/tasks/t1/start",
                "Host: agent.example",
                "Origin: " + APP,
                "Sec-Fetch-Site: cross-site"))
        .startsWith("HTTP/1.1 200 ")
        .contains("Access-Control-Allow-Origin: " + APP)
        .contains("Access-Control-Expose-Headers: ETag, Location, Retry-After")
        .contains("Vary: Origin");
  }

  @Test
  void everyAnswerVariesByOriginIfSomeAreAllowed() {
    assertThat(raw(open, "GET", "/tasks/t1", "Host: localhost"))
        .contains("Vary: Origin")
        .doesNotContain("Access-Control");
    assertThat(raw(open, "GET", "/tasks/none", "Host: localhost", "Origin: " + APP))
        .startsWith("HTTP/1.1 404 ")
        .contains("Access-Control-Allow-Origin: " + APP);
  }

  @Test
  void aBrowserThatAsksFirstIsToldWhatIsAllowed() {
    assertThat(
            raw(
                open,
                "OPTIONS",
                "/tasks/t1",
                "Host: localhost",
                "Origin: " + APP,
                "Access-Control-Request-Method: DELETE",
                "Access-Control-Request-Headers: if-match"))
        .startsWith("HTTP/1.1 204 ")
        .contains("Access-Control-Allow-Origin: " + APP)
        .contains("Access-Control-Allow-Methods: GET, DELETE, HEAD, OPTIONS")
        .contains(
            "Access-Control-Allow-Headers:"
                + " Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match,"
                + " traceparent")
        .contains("Vary: Origin");
    for (var to : new TestServer[] {open, server}) {
      assertThat(
              raw(
                  to,
                  "OPTIONS",
                  "/tasks/t1",
                  "Host: localhost",
                  "Origin: http://evil.example",
                  "Access-Control-Request-Method: DELETE"))
          .startsWith("HTTP/1.1 204 ")
          .doesNotContain("Access-Control");
    }
  }

  /** Requests by Dapr's service invocation have other host names. */
  @Test
  void requestsInOtherWaysMayHaveAnyNameButNoForeignOrigin() throws Exception {
    var other =
        WebServer.builder()
            .port(0)
            .routing(routing -> routing.any(server.server.handler()))
            .build()
            .start();
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(
              URI.create("http://localhost:" + other.port() + "/tasks/t1/complete"));
      assertThat(
              client
                  .send(
                      request
                          .copy()
                          .header("Origin", "http://evil.example")
                          .POST(BodyPublishers.noBody())
                          .build(),
                      BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(403);
      assertThat(status(server)).isEqualTo("assigned");
    } finally {
      other.stop();
    }
  }
}
