package taskagent.http.server;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a connection for Helidon, and checks what Helidon 4.5 does not: the method, and the framing
 * of a body in chunks (RFC 9112 §7.1). If a proxy and this server disagreed on where a request
 * ends, one client could put a request of its own before that of another. {@code docs/upstream.md}
 * describes the faults.
 *
 * <p>It relies on the order in which Helidon reads. A request line is what {@code readBytes} reads
 * first after the empty line that {@code startsWithNewLine} found. A chunk is read by {@code
 * readLine}, {@code readBuffer} and {@code skip(2)}. After the last chunk, {@code readLine} must
 * return an empty line.
 */
final class StrictReader extends DataReader {

  /** Part of the message of the refusal of a method. */
  static final String METHOD_NOT_KNOWN = "method is not known";

  /** Larger chunks are passed on in parts, because Helidon holds a whole chunk in memory. */
  private static final int PART_AT_MOST = 16 * 1024;

  private static final int CHUNK_LINE_AT_MOST = 1024;
  private static final int TRAILERS_AT_MOST = 8 * 1024;

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
  private static final Pattern METHOD = Pattern.compile(TOKEN);
  private static final Pattern LOWER_CASE = Pattern.compile("[a-z]");

  private static final Pattern CHUNK_LINE =
      Pattern.compile(
          "0*+([0-9A-Fa-f]{0,8})(?<=[0-9A-Fa-f])"
              + "(?:[ \\t]*+;[ \\t]*+TOKEN(?:[ \\t]*+=[ \\t]*+(?:TOKEN|\"(?:[^\"\\\\]|\\\\.)*+\"))?+)*+"
                  .replace("TOKEN", TOKEN));

  private static final Pattern TRAILER = Pattern.compile(TOKEN + ":.*+");
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0A-\\x1F\\x7F]");

  private boolean atRequestLine = true;
  private boolean inChunk;
  private boolean atEndOfChunk;
  private boolean afterLastChunk;
  private int restOfChunk;

  @SuppressWarnings("removal") // create() returns a reader whose methods cannot be overridden
  StrictReader(DataReader source) {
    super(() -> available(source));
  }

  private static byte @Nullable [] available(DataReader source) {
    source.ensureAvailable();
    return source.readBytes(source.available());
  }

  @Override
  public boolean startsWithNewLine() {
    boolean endOfHeaders = super.startsWithNewLine();
    atRequestLine = endOfHeaders;
    return endOfHeaders;
  }

  @Override
  public byte[] readBytes(int length) {
    var bytes = super.readBytes(length);
    if (atRequestLine) {
      atRequestLine = false;
      requireMethod(new String(bytes, StandardCharsets.ISO_8859_1));
    }
    return bytes;
  }

  /** Helidon takes methods in any case, and answers 500 to a method that is no token. */
  private static void requireMethod(String requestLine) {
    int space = requestLine.indexOf(' ');
    if (space < 0) {
      return; // Helidon refuses it
    }
    var method = requestLine.substring(0, space);
    if (!METHOD.matcher(method).matches()) {
      throw malformed("the method is ill-formed");
    }
    if (LOWER_CASE.matcher(method).find()) {
      throw RequestException.builder()
          .type(EventType.OTHER)
          .status(Status.NOT_IMPLEMENTED_501)
          .setKeepAlive(false)
          .message(METHOD_NOT_KNOWN)
          .build();
    }
  }

  /** Helidon takes a header without a name. */
  @Override
  public int findOrNewLine(byte what, int max) {
    int found = super.findOrNewLine(what, max);
    if (found == 0 && max > 0) {
      throw malformed("a header has no name");
    }
    return found;
  }

  @Override
  public String readLine() {
    if (restOfChunk > 0) {
      return part();
    }
    if (afterLastChunk) {
      afterLastChunk = false;
      skipTrailers();
      return "";
    }
    restOfChunk = sizeOfChunk();
    if (restOfChunk > 0) {
      return part();
    }
    afterLastChunk = true;
    return "0";
  }

  private String part() {
    int part = Math.min(restOfChunk, PART_AT_MOST);
    restOfChunk -= part;
    inChunk = true;
    return Integer.toHexString(part);
  }

  @Override
  public BufferData readBuffer(int length) {
    boolean chunk = inChunk;
    inChunk = false;
    var data = super.readBuffer(length); // calls skip
    atEndOfChunk = chunk;
    return data;
  }

  @Override
  public void skip(int length) {
    if (!atEndOfChunk) {
      super.skip(length);
      return;
    }
    atEndOfChunk = false;
    if (restOfChunk == 0 && (read() != '\r' || read() != '\n')) {
      throw malformed("a chunk is longer than its size");
    }
  }

  private int sizeOfChunk() {
    var line = line(CHUNK_LINE_AT_MOST);
    var chunk = CHUNK_LINE.matcher(line);
    if (!chunk.matches()) {
      throw malformed("the size of a chunk is ill-formed");
    }
    long size = chunk.group(1).isEmpty() ? 0 : Long.parseLong(chunk.group(1), 16);
    if (size > Integer.MAX_VALUE) {
      throw malformed("a chunk is too large");
    }
    return (int) size;
  }

  /** Skips the fields after the last chunk. None of them has a meaning here. */
  private void skipTrailers() {
    int left = TRAILERS_AT_MOST;
    var line = line(left);
    while (!line.isEmpty()) {
      if (!TRAILER.matcher(line).matches()) {
        throw malformed("a trailer is ill-formed");
      }
      left -= line.length() + 2;
      line = line(left);
    }
  }

  /** Reads a line without control characters. */
  private String line(int atMost) {
    int end;
    try {
      end = atMost <= 0 ? atMost : findNewLine(atMost);
    } catch (IncorrectNewLineException e) {
      throw malformed("a line of the body does not end with CR LF");
    }
    if (end >= atMost) {
      throw malformed("a line of the body is too long");
    }
    var line = end == 0 ? "" : readAsciiString(end);
    super.skip(2);
    if (CONTROL.matcher(line).find()) {
      throw malformed("a line of the body has a control character");
    }
    return line;
  }

  private static RequestException malformed(String message) {
    return RequestException.builder()
        .type(EventType.BAD_REQUEST)
        .status(Status.BAD_REQUEST_400)
        .setKeepAlive(false)
        .message(message)
        .build();
  }
}
