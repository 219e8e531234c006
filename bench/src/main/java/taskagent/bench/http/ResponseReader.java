package taskagent.bench.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads HTTP/1.1 responses from a connection, one after the other (RFC 9112): bodies with a length
 * and chunked bodies. It decodes only the header lines that decide the length, because the client
 * shares its cores with the server.
 */
final class ResponseReader {

  private static final int BUFFER = 16 * 1024;
  private static final int MAX_LINE = 8 * 1024;
  private static final int MAX_LINES = 100;
  private static final int MAX_BODY = 16 * 1024 * 1024;
  private static final byte[] EMPTY = {};

  private final ReadableByteChannel in;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);
  private final byte[] line = new byte[MAX_LINE];
  private int length;

  ResponseReader(ReadableByteChannel in) {
    this.in = in;
  }

  /** How the header describes the body. */
  private record Framing(long contentLength, boolean chunked, boolean keepAlive) {}

  /**
   * Returns the next response.
   *
   * @throws EOFException if the connection ends before the response
   * @throws ProtocolException if it is not a response, or is too large
   */
  Response next() throws IOException {
    int status = status();
    while (status >= 100 && status < 200) { // interim
      framing();
      status = status();
    }
    var framing = framing();
    return new Response(status, framing.keepAlive(), body(status, framing));
  }

  private int status() throws IOException {
    readLine();
    boolean http = length >= 12 && startsWith("http/1.1 ");
    for (int i = 9; http && i < 12; i++) {
      http = line[i] >= '0' && line[i] <= '9';
    }
    if (!http) {
      throw new ProtocolException("not a status line: " + lineText());
    }
    return (line[9] - '0') * 100 + (line[10] - '0') * 10 + line[11] - '0';
  }

  private Framing framing() throws IOException {
    long contentLength = -1;
    boolean chunked = false;
    boolean keepAlive = true;
    for (int lines = 0; lines < MAX_LINES; lines++) {
      readLine();
      if (length == 0) {
        return new Framing(contentLength, chunked, keepAlive);
      }
      if (startsWith("content-length:")) {
        contentLength = number(value(), 10);
      } else if (startsWith("transfer-encoding:")) {
        if (!value().equals("chunked")) {
          throw new ProtocolException("cannot decode " + lineText());
        }
        chunked = true;
      } else if (startsWith("connection:")) {
        keepAlive = !value().equals("close");
      }
    }
    throw new ProtocolException("more than " + MAX_LINES + " header lines");
  }

  private byte[] body(int status, Framing framing) throws IOException {
    if (status == 204 || status == 304) {
      return EMPTY;
    }
    if (framing.chunked()) {
      return chunks();
    }
    if (framing.contentLength() < 0) {
      throw new ProtocolException("a body with neither length nor chunks");
    }
    if (framing.contentLength() > MAX_BODY) {
      throw new ProtocolException("a body of " + framing.contentLength() + " bytes");
    }
    return bytes((int) framing.contentLength());
  }

  private byte[] chunks() throws IOException {
    var body = new ByteArrayOutputStream();
    while (true) {
      readLine();
      var text = lineText();
      int extension = text.indexOf(';');
      long size = number((extension < 0 ? text : text.substring(0, extension)).strip(), 16);
      if (body.size() + size > MAX_BODY) {
        throw new ProtocolException("a body of more than " + MAX_BODY + " bytes");
      }
      if (size == 0) {
        framing(); // trailers
        return body.toByteArray();
      }
      body.writeBytes(bytes((int) size));
      readLine();
      if (length != 0) {
        throw new ProtocolException("a chunk that is longer than it says");
      }
    }
  }

  private static long number(String digits, int radix) throws ProtocolException {
    try {
      long number = Long.parseUnsignedLong(digits, radix);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw new ProtocolException("not a length: " + digits);
  }

  private byte[] bytes(int count) throws IOException {
    var bytes = new byte[count];
    int have = 0;
    while (have < count) {
      if (!buffer.hasRemaining()) {
        fill();
      }
      int some = Math.min(count - have, buffer.remaining());
      buffer.get(bytes, have, some);
      have += some;
    }
    return bytes;
  }

  /** Reads a line into {@link #line}, without CR LF. */
  private void readLine() throws IOException {
    length = 0;
    while (true) {
      if (!buffer.hasRemaining()) {
        fill();
      }
      byte b = buffer.get();
      if (b == '\n') {
        if (length == 0 || line[--length] != '\r') {
          throw new ProtocolException("a line that does not end in CR LF");
        }
        return;
      }
      if (length == MAX_LINE) {
        throw new ProtocolException("a line of more than " + MAX_LINE + " bytes");
      }
      line[length++] = b;
    }
  }

  private void fill() throws IOException {
    buffer.clear();
    int read = in.read(buffer);
    buffer.flip();
    if (read < 0) {
      throw new EOFException("the server closed the connection");
    }
  }

  /** Returns true if the line starts with a lower-case text, ignoring case. */
  private boolean startsWith(String text) {
    if (length < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      int b = line[i];
      if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private String value() {
    var text = lineText();
    return text.substring(text.indexOf(':') + 1).strip().toLowerCase(Locale.ROOT);
  }

  private String lineText() {
    return new String(line, 0, length, StandardCharsets.ISO_8859_1);
  }
}
