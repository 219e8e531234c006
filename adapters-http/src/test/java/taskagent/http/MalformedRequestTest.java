package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static taskagent.http.TestServer.json;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Malformed or too large requests are refused with problem details (specification §5). */
final class MalformedRequestTest {

  private static TestServer server;

  @BeforeAll
  static void start() {
    // After its answer, the server waits this long for a body that is announced and never sent.
    server = TestServer.start(settings -> settings.withClientTimeout(Duration.ofSeconds(3)));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static final String GET = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n";
  private static final String POST =
      "POST /tasks/process HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

  static Stream<Arguments> requests() {
    return Stream.of(
        Arguments.of("no request line", "nonsense\r\n\r\n", 400),
        Arguments.of("no path", "GET HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        Arguments.of("a space in the path", "GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        Arguments.of("bare line feeds", "GET /health/live HTTP/1.1\nHost: localhost\n\n", 400),
        Arguments.of("no host", "GET /health/live HTTP/1.1\r\n\r\n", 400),
        Arguments.of("two hosts", GET + "Host: y\r\n\r\n", 400),
        Arguments.of("a host with a bad port", "GET / HTTP/1.1\r\nHost: localhost:y\r\n\r\n", 400),
        Arguments.of("a header without colon", GET + "nonsense\r\n\r\n", 400),
        Arguments.of("a header with NUL", GET + "A: b\u0000c\r\n\r\n", 400),
        Arguments.of(
            "a bad query", "GET /health/live?a=|%zz HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        Arguments.of("a bad length", POST + "Content-Length: 5x\r\n\r\nhello", 400),
        Arguments.of("a negative length", POST + "Content-Length: -5\r\n\r\nhello", 400),
        Arguments.of("a huge length", POST + "Content-Length: 99999999999999999999\r\n\r\n", 400),
        Arguments.of(
            "length and chunks",
            POST + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400),
        Arguments.of("a bad chunk", POST + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        Arguments.of("a negative chunk", POST + "Transfer-Encoding: chunked\r\n\r\n-1\r\n", 400),
        Arguments.of(
            "an unknown transfer encoding", POST + "Transfer-Encoding: gzip, chunked\r\n\r\n", 501),
        Arguments.of(
            "an encoded body", POST + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}", 415),
        Arguments.of(
            "a long URI",
            "GET /" + "a".repeat(9_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
            414),
        Arguments.of("a large header", GET + "A: " + "b".repeat(20_000) + "\r\n\r\n", 431),
        Arguments.of("many headers", GET + "A: bcdefgh\r\n".repeat(2_000) + "\r\n", 431),
        Arguments.of("a large body", POST + "Content-Length: 2000000\r\n\r\n", 413),
        Arguments.of(
            "a large body that is announced",
            POST + "Content-Length: 70000\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n",
            413),
        Arguments.of(
            "a large body in chunks",
            POST
                + "Transfer-Encoding: chunked\r\n\r\n"
                + ("10000\r\n" + "x".repeat(65_536) + "\r\n").repeat(17),
            413),
        Arguments.of("HTTP/1.0", "GET /health/live HTTP/1.0\r\nHost: localhost\r\n\r\n", 505));
  }

  @ParameterizedTest(name = "{0} is {2}")
  @MethodSource("requests")
  void isRefusedWithAProblemAndTheConnectionEnds(String what, String request, int status) {
    var answer = server.raw(request);
    var head = answer.substring(0, answer.indexOf("\r\n\r\n"));
    assertThat(head)
        .as(what)
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("Content-Type: application/problem+json")
        .contains("Connection: close")
        .contains("X-Request-Id: ")
        .doesNotContain("Server:");
    var problem = json(answer.substring(answer.indexOf("\r\n\r\n") + 4));
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("detail").asText()).isNotBlank().doesNotContain("Exception");
    assertThat(problem.path("instance").asText()).startsWith("/");
  }

  @Test
  void aLargeBodyIsReadBeforeItIsRefusedSoThatTheAnswerArrives() {
    try (var connection = server.connect()) {
      connection.send(POST + "Content-Length: 900000\r\n\r\n");
      connection.send("x".repeat(900_000));
      assertThat(connection.readAnswer()).startsWith("HTTP/1.1 413 ");
      connection.send(GET + "\r\n"); // the connection is as good as before
      assertThat(connection.readAnswer()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void anEvenLargerOneIsReadAfterTheAnswerSoThatTheAnswerArrives() {
    try (var connection = server.connect()) {
      connection.send(POST + "Content-Length: 20000000\r\n\r\n");
      connection.send("x".repeat(20_000_000)); // and only then the client reads
      assertThat(connection.readAnswer())
          .startsWith("HTTP/1.1 413 ")
          .containsIgnoringCase("connection: close");
      assertThat(connection.readToEnd()).isEmpty();
    }
  }

  @Test
  void aBodyThatAClientAsksToSendIsTaken() {
    try (var connection = server.connect()) {
      connection.send(POST + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n");
      assertThat(connection.readAnswer()).startsWith("HTTP/1.1 100 ");
      connection.send("{}");
      assertThat(connection.readAnswer()).startsWith("HTTP/1.1 422 ");
    }
  }

  @Test
  void aConnectionEndsWhenTheClientSaysSo() {
    assertThat(server.raw(GET + "Connection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .contains("Connection: close");
  }

  @Test
  void answersWithoutBodyHaveNoLength() {
    assertThat(
            server.raw("OPTIONS /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 204 ")
        .doesNotContain("Content-Length");
  }

  @Test
  void headIsGetWithoutTheBody() {
    var head = server.raw("HEAD /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertThat(head)
        .startsWith("HTTP/1.1 200 ")
        .contains("Content-Length: 15")
        .endsWith("\r\n\r\n");
  }

  @Test
  void requestsMayComeInOneGo() {
    try (var connection = server.connect()) {
      connection.send((GET + "\r\n").repeat(3));
      for (int i = 0; i < 3; i++) {
        assertThat(connection.readAnswer())
            .startsWith("HTTP/1.1 200 ")
            .endsWith("{\"status\":\"UP\"}");
      }
    }
  }
}
