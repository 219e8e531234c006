package taskagent.acceptance.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A client that sends invalid requests too, which an HTTP library would refuse to send. */
final class RawHttpClient {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PATIENCE_MILLIS = 30_000;

  /** Words that would reveal internals of the server. */
  static final List<String> INSIDE =
      List.of("Exception", "java.", "javax.", "jackson", "helidon", "sqlite", "\tat ", "org.");

  private static final Pattern CONTENT_LENGTH =
      Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");

  private final int port;

  RawHttpClient(String address) {
    this.port = URI.create(address).getPort();
  }

  /** An answer. The names of headers are in lower case. */
  record Reply(int status, Map<String, String> headers, String body) {

    JsonNode json() throws IOException {
      return JSON.readTree(body);
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /** Sends a JSON body. */
  Reply post(String path, String json) throws IOException {
    return post(path, "application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends a body of any type; an empty type sends no header. */
  Reply post(String path, String contentType, byte[] body) throws IOException {
    var type = contentType.isEmpty() ? "" : "Content-Type: " + contentType + "\r\n";
    return send("POST", path, type + "Content-Length: " + body.length + "\r\n", body);
  }

  /** Sends a request without a body. */
  Reply send(String method, String path) throws IOException {
    return send(method, path, "", new byte[0]);
  }

  /** Sends a request. Each header ends with CR LF. */
  Reply send(String method, String path, String headers, byte[] body) throws IOException {
    return raw(
        (method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers)
            .concat("\r\n"),
        body);
  }

  /** Sends a head and a body unchanged, and reads until the server closes the connection. */
  Reply raw(String head, byte[] body) throws IOException {
    return exchange(head, body, false);
  }

  /** Like {@link #raw}, but stops reading at the end of the answer. */
  Reply rawUntilAnswered(String head, byte[] body) throws IOException {
    return exchange(head, body, true);
  }

  private Reply exchange(String head, byte[] body, boolean untilAnswered) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true); // otherwise the body waits until the head is acknowledged
      var out = socket.getOutputStream();
      try {
        out.write(head.getBytes(StandardCharsets.UTF_8));
        out.write(body);
        out.flush();
      } catch (SocketException e) {
        // The server may refuse a request before it has read all of it; its answer can be read.
      }
      return reply(read(new BufferedInputStream(socket.getInputStream()), untilAnswered));
    }
  }

  private static byte[] read(InputStream in, boolean untilAnswered) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try {
      int next = in.read();
      while (next >= 0) {
        bytes.write(next);
        next = untilAnswered && isWhole(bytes) ? -1 : in.read();
      }
    } catch (SocketException e) {
      // reset, because the server closed the connection without reading all that was sent
    }
    return bytes.toByteArray();
  }

  /** Returns true once the body is as long as its header says. */
  private static boolean isWhole(ByteArrayOutputStream bytes) {
    var text = bytes.toString(StandardCharsets.UTF_8);
    var length = CONTENT_LENGTH.matcher(text);
    int body = text.indexOf("\r\n\r\n") + 4;
    return body >= 4
        && length.find()
        && text.substring(body).getBytes(StandardCharsets.UTF_8).length
            >= Integer.parseInt(length.group(1));
  }

  private static Reply reply(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    int end = text.indexOf("\r\n\r\n");
    assertThat(end).as("end of the header in: %s", text).isPositive();
    var head = text.substring(0, end);
    assertThat(head).matches("(?s)HTTP/1\\.1 [1-5][0-9]{2} .*");
    var headers =
        head.lines()
            .skip(1)
            .map(line -> line.split(":", 2))
            .collect(
                Collectors.toMap(
                    line -> line[0].toLowerCase(Locale.ROOT),
                    line -> line[1].strip(),
                    (one, other) -> one + ", " + other,
                    TreeMap::new));
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    var body = text.substring(end + 4).getBytes(StandardCharsets.UTF_8);
    assertThat(body.length).as("the length of: %s", text).isIn(length, 0);
    return new Reply(Integer.parseInt(head.substring(9, 12)), headers, text.substring(end + 4));
  }
}
