package taskagent.bench.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how the client reads responses. */
final class ResponseReaderTest {

  @Test
  void readsBodiesWithALength() throws IOException {
    var reader =
        reader(
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst"
                + "HTTP/1.1 404 Not Found\r\ncontent-length:6\r\nX: y\r\n\r\nsecond",
            1_000);

    var first = reader.next();
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.text()).isEqualTo("first");
    var second = reader.next();
    assertThat(second.status()).isEqualTo(404);
    assertThat(second.text()).isEqualTo("second");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64})
  void readsResponsesInPacketsOfAnySize(int packet) throws IOException {
    var reader =
        reader(
            lines(
                "HTTP/1.1 200 OK",
                "Transfer-Encoding: chunked",
                "",
                "5;part=1",
                "Hello",
                "A",
                ", everyone",
                "0",
                "Trailer: x",
                "",
                "HTTP/1.1 204 No Content",
                "",
                "HTTP/1.1 200 OK",
                "Content-Length: 0",
                "",
                ""),
            packet);

    assertThat(reader.next().text()).isEqualTo("Hello, everyone");
    assertThat(reader.next().status()).isEqualTo(204);
    assertThat(reader.next().body()).isEmpty();
  }

  @Test
  void readsBodiesLargerThanItsBuffer() throws IOException {
    var body = "0123456789".repeat(10_000);
    var reader = reader("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + body, 1_500);

    assertThat(reader.next().text()).isEqualTo(body);
  }

  @Test
  void skipsInterimResponses() throws IOException {
    var reader =
        reader(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n", 50);

    assertThat(reader.next().status()).isEqualTo(202);
  }

  @Test
  void saysWhetherTheConnectionCanBeReused() throws IOException {
    var reader =
        reader(
            lines(
                "HTTP/1.1 200 OK",
                "Connection: keep-alive",
                "Content-Length: 0",
                "",
                "HTTP/1.1 200 OK",
                "CONNECTION: Close",
                "Content-Length: 0",
                "",
                ""),
            50);

    assertThat(reader.next().keepAlive()).isTrue();
    assertThat(reader.next().keepAlive()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfour",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n"
      })
  void failsIfTheConnectionEndsBeforeTheResponse(String text) {
    assertThatThrownBy(() -> reader(text, 10).next()).isInstanceOf(EOFException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH\r\n\r\n",
        "HTTP/1.1 2x0 OK\r\n\r\n",
        "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nHello\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\nHello\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nHello\r\n"
      })
  void refusesInvalidOrTooLargeResponses(String text) {
    assertThatThrownBy(() -> reader(text, 10).next()).isInstanceOf(ProtocolException.class);
  }

  @Test
  void refusesEndlessHeaders() {
    var lines = "HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(1_000);
    var line = "HTTP/1.1 200 " + "O".repeat(100_000);

    assertThatThrownBy(() -> reader(lines, 100).next()).isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> reader(line, 100).next()).isInstanceOf(ProtocolException.class);
  }

  @Test
  void checksExpectations() throws IOException {
    var response = reader("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nababc", 99).next();

    assertThat(response.expect(200).expect("abc").expect("ababc")).isSameAs(response);
    assertThatThrownBy(() -> response.expect(202))
        .isInstanceOf(Response.Unexpected.class)
        .hasMessage("status 200 where 202 was expected");
    assertThatThrownBy(() -> response.expect("abd")).isInstanceOf(Response.Unexpected.class);
    assertThatThrownBy(() -> response.expect("ababcd")).isInstanceOf(Response.Unexpected.class);
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines);
  }

  /** Returns a reader of a text that arrives in packets of this size. */
  private static ResponseReader reader(String text, int packet) {
    var rest = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    return new ResponseReader(
        new ReadableByteChannel() {
          @Override
          public int read(ByteBuffer into) {
            int count = Math.min(packet, Math.min(into.remaining(), rest.remaining()));
            into.put(rest.slice(rest.position(), count));
            rest.position(rest.position() + count);
            return count == 0 ? -1 : count;
          }

          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void close() {}
        });
  }
}
