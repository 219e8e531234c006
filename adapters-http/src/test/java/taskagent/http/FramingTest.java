package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A request ends where every proxy says that it ends (RFC 9112). What could be read in two ways is
 * refused, and the connection ends, so that no second request can hide in the first.
 */
final class FramingTest {

  private static final String POST =
      "POST /chat/ada HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";
  private static final String BODY = "{\"content\": \"x\"}"; // 16 bytes
  private static final String HIDDEN =
      "DELETE /users/ada HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start(settings -> settings.withClientTimeout(Duration.ofSeconds(5)));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String chunk(String size, String end) {
    return CHUNKED + size + "\r\n" + BODY + end + "0\r\n\r\n";
  }

  static Stream<Arguments> chunks() {
    return Stream.of(
        Arguments.of("two other bytes after a chunk", chunk("10", "XY"), 400),
        Arguments.of("LF LF after a chunk", chunk("10", "\n\n"), 400),
        Arguments.of("CR CR after a chunk", chunk("10", "\r\r"), 400),
        Arguments.of("a bare LF after a chunk", chunk("10", "\n"), 400),
        Arguments.of("nothing after a chunk", chunk("10", ""), 400),
        Arguments.of("a chunk that is longer", chunk("f", "\r\n"), 400),
        Arguments.of("a chunk that is shorter", chunk("11", "\r\n"), 400),
        Arguments.of("a size with plus", chunk("+10", "\r\n"), 400),
        Arguments.of("a size with minus", chunk("-1", "\r\n"), 400),
        Arguments.of("a size of minus zero", CHUNKED + "-0\r\n\r\n", 400),
        Arguments.of("a size after a space", chunk(" 10", "\r\n"), 400),
        Arguments.of("a size before a space", chunk("10 ", "\r\n"), 400),
        Arguments.of("a size with a prefix", chunk("0x10", "\r\n"), 400),
        Arguments.of("a size with a separator", chunk("1_0", "\r\n"), 400),
        Arguments.of("a size in other digits", chunk("\u00b9\u00b0", "\r\n"), 400),
        Arguments.of("a size of 31 bits and one", chunk("80000000", "\r\n"), 400),
        Arguments.of("a size of 33 bits", chunk("100000010", "\r\n"), 400),
        Arguments.of("a size of 65 bits", chunk("10000000000000010", "\r\n"), 400),
        Arguments.of("a huge size", chunk("f".repeat(900), "\r\n"), 400));
  }

  static Stream<Arguments> extensionsAndTrailers() {
    return Stream.of(
        Arguments.of("no size", chunk("", "\r\n"), 400),
        Arguments.of("no size but an extension", chunk(";a=b", "\r\n"), 400),
        Arguments.of("an extension without name", chunk("10;", "\r\n"), 400),
        Arguments.of("an extension with NUL", chunk("10;a=\u0000", "\r\n"), 400),
        Arguments.of("an extension with a bare LF", chunk("10;a\nb", "\r\n"), 400),
        Arguments.of("an extension with a bare CR", chunk("10;a\rb", "\r\n"), 400),
        Arguments.of("an open quote", chunk("10;a=\"b", "\r\n"), 400),
        Arguments.of("a long extension", chunk("10;" + "a".repeat(9_000), "\r\n"), 400),
        Arguments.of("a bare LF after a size", CHUNKED + "10\n" + BODY + "\r\n0\r\n\r\n", 400),
        Arguments.of("a bare LF at the end", CHUNKED + "10\r\n" + BODY + "\r\n0\n\n", 400),
        Arguments.of(
            "a trailer without colon",
            CHUNKED + "10\r\n" + BODY + "\r\n0\r\nGET / HTTP\r\n\r\n",
            400),
        Arguments.of(
            "a trailer with space", CHUNKED + "10\r\n" + BODY + "\r\n0\r\nA : b\r\n\r\n", 400),
        Arguments.of(
            "a folded trailer", CHUNKED + "10\r\n" + BODY + "\r\n0\r\nA: b\r\n c: d\r\n\r\n", 400),
        Arguments.of(
            "large trailers",
            CHUNKED + "10\r\n" + BODY + "\r\n0\r\n" + "A: bcd\r\n".repeat(3_000) + "\r\n",
            400));
  }

  static Stream<Arguments> lengthsAndCodings() {
    return Stream.of(
        Arguments.of(
            "chunks and a length",
            POST + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400),
        Arguments.of(
            "a length and chunks",
            POST + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
            400),
        Arguments.of(
            "two lengths", POST + "Content-Length: 16\r\nContent-Length: 0\r\n\r\n" + BODY, 400),
        Arguments.of("a list of lengths", POST + "Content-Length: 16, 0\r\n\r\n" + BODY, 400),
        Arguments.of("a length with plus", POST + "Content-Length: +16\r\n\r\n" + BODY, 400),
        Arguments.of("a length with minus zero", POST + "Content-Length: -0\r\n\r\n", 400),
        Arguments.of("a length in hex", POST + "Content-Length: 0x10\r\n\r\n" + BODY, 400),
        Arguments.of("an empty length", POST + "Content-Length:\r\n\r\n" + BODY, 400),
        Arguments.of("a length with a space", POST + "Content-Length: 1 6\r\n\r\n" + BODY, 400),
        Arguments.of(
            "a length in other digits", POST + "Content-Length: \u0661\r\n\r\n" + BODY, 400),
        Arguments.of("xchunked", POST + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400),
        Arguments.of("identity", POST + "Transfer-Encoding: identity\r\n\r\n0\r\n\r\n", 400),
        Arguments.of(
            "chunked, identity",
            POST + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
            400),
        Arguments.of(
            "chunked twice", POST + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", 400),
        Arguments.of(
            "chunked in two headers",
            POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n",
            400),
        Arguments.of(
            "chunked and a control character",
            POST + "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n",
            400),
        Arguments.of("no coding", POST + "Transfer-Encoding:\r\n\r\n0\r\n\r\n", 400));
  }

  static Stream<Arguments> headers() {
    return Stream.of(
        Arguments.of(
            "a space before the colon", POST + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400),
        Arguments.of("a tab before the colon", POST + "Content-Length\t: 16\r\n\r\n" + BODY, 400),
        Arguments.of("a folded line", POST + "A: b\r\n c: d\r\n\r\n", 400),
        Arguments.of("a folded line without colon", POST + "A: b\r\n c\r\n\r\n", 400),
        Arguments.of(
            "a folded first line", "GET / HTTP/1.1\r\n A: b\r\nHost: localhost\r\n\r\n", 400),
        Arguments.of("an empty name", POST + ": b\r\n\r\n", 400),
        Arguments.of("a name with NUL", POST + "A\u0000: b\r\n\r\n", 400),
        Arguments.of("a value with NUL", POST + "A: b\u0000c\r\n\r\n", 400),
        Arguments.of(
            "a bare LF in a value", POST + "A: b\nTransfer-Encoding: chunked\r\n\r\n", 400),
        Arguments.of("a bare CR in a value", POST + "A: b\rc\r\n\r\n", 400),
        Arguments.of("a bare LF after a value", POST + "A: b\n\r\n", 400),
        Arguments.of("a bare LF in Connection", POST + "Connection: close\nA: b\r\n\r\n", 400));
  }

  static Stream<Arguments> requestLines() {
    return Stream.of(
        Arguments.of(
            "another host in the target",
            "GET http://evil.example/health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            400),
        Arguments.of(
            "a user in the target",
            "GET http://localhost@evil.example/tasks/t HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            400),
        Arguments.of(
            "a method in lower case", "delete /users/ada HTTP/1.1\r\nHost: localhost\r\n\r\n", 501),
        Arguments.of(
            "a method in both cases", "dElEtE /users/ada HTTP/1.1\r\nHost: localhost\r\n\r\n", 501),
        Arguments.of("get", "get /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n", 501),
        Arguments.of(
            "a method that is no token",
            "GE(T /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n",
            400),
        Arguments.of(
            "a method with NUL", "G\u0000T /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        Arguments.of("no method", " /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        Arguments.of(
            "a tab after the method", "GET\t/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        Arguments.of("two spaces", "GET  /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        Arguments.of("HTTP/1.2", "GET /health/live HTTP/1.2\r\nHost: localhost\r\n\r\n", 400));
  }

  @ParameterizedTest(name = "{0} is {2}")
  @MethodSource({"chunks", "extensionsAndTrailers", "lengthsAndCodings", "headers", "requestLines"})
  void isRefusedAndNothingAfterItIsRead(String what, String request, int status) {
    var answers = server.raw(request + HIDDEN);
    assertThat(answers)
        .as(what)
        .startsWith("HTTP/1.1 " + status + " ")
        .containsIgnoringCase("\r\nconnection: close\r\n")
        .doesNotContain("HTTP/1.1 204");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10\r\nB\r\n0\r\n\r\n",
        "0010\r\nB\r\n0\r\n\r\n",
        "000000000000000000010\r\nB\r\n00\r\n\r\n",
        "10;a\r\nB\r\n0;b\r\n\r\n",
        "10;a=b;c=\"d;\\\" e\"\r\nB\r\n0\r\n\r\n",
        "10 ; a = b\r\nB\r\n0\r\n\r\n",
        "10\r\nB\r\n0\r\nExpires: Wed, 21 Oct 2026 07:28:00 GMT\r\nA:\r\n\r\n",
        "10\r\nB\r\n0\r\nContent-Length: 3\r\nTransfer-Encoding: x\r\n\r\n"
      })
  void chunksMayHaveExtensionsAndTrailers(String body) {
    try (var connection = server.connect()) {
      connection.send(CHUNKED + body.replace("B", BODY));
      assertThat(connection.readAnswer()).startsWith("HTTP/1.1 200 ");
      connection.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(connection.readAnswer()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void aBodyMayComeInManyChunksAndInLargeOnes() {
    var text = "x".repeat(8_000);
    var body = "{\"content\": \"" + text + "\"" + " ".repeat(40_000) + "}";
    try (var connection = server.connect()) {
      connection.send(
          CHUNKED + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n");
      assertThat(connection.readAnswer()).startsWith("HTTP/1.1 200 ");
      var small = new StringBuilder(CHUNKED);
      body.chars().forEach(c -> small.append("1\r\n").append((char) c).append("\r\n"));
      connection.send(small + "0\r\n\r\n");
      assertThat(connection.readAnswer()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void aLargeChunkIsNotHeldInMemory() {
    try (var connection = server.connect()) {
      connection.send(CHUNKED + "7fffffff\r\n" + "x".repeat(2 * 1024 * 1024));
      assertThat(connection.readAnswer()).startsWith("HTTP/1.1 413 ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "Identity", "identity\r\nContent-Encoding: identity"})
  void aBodyMaySayThatItIsNotEncoded(String encoding) {
    assertThat(
            server.raw(
                POST
                    + "Connection: close\r\nContent-Length: 16\r\nContent-Encoding: "
                    + encoding
                    + "\r\n\r\n"
                    + BODY))
        .startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "identity, gzip", "gzip\r\nContent-Encoding: identity", ""})
  void anEncodedBodyIs415(String encoding) {
    assertThat(
            server.raw(
                POST
                    + "Connection: close\r\nContent-Length: 16\r\nContent-Encoding: "
                    + encoding
                    + "\r\n\r\n"
                    + BODY))
        .startsWith("HTTP/1.1 415 ");
  }

  @Test
  void anUnknownMethodInUpperCaseIs405() {
    assertThat(
            server.raw(
                "BREW /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 405 ")
        .contains("Allow: GET, HEAD, OPTIONS");
  }
}
