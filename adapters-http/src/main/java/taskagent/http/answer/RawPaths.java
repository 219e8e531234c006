package taskagent.http.answer;

import io.helidon.webserver.http.ServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Paths before decoding. Routes are matched by the raw path, and each segment is decoded once, on
 * its own. If the whole path were decoded first, {@code a%2Fstart} would become two segments.
 */
public final class RawPaths {

  private static final int URI_AT_MOST = 512;
  private static final String ALLOWED = "-._~!$&'()*+,;=:@/%";

  private RawPaths() {}

  /** Returns the raw path of a request, also if it has the absolute form (RFC 9112 §3.2.2). */
  public static String of(ServerRequest request) {
    var path = request.prologue().uriPath().rawPath();
    int begin = authority(path);
    int slash = begin < 0 ? -1 : path.indexOf('/', begin);
    return slash < 0 ? path : path.substring(slash);
  }

  /** Returns the host and port in the target of a request, if it has the absolute form. */
  public static Optional<String> host(ServerRequest request) {
    var path = request.prologue().uriPath().rawPath();
    int begin = authority(path);
    if (begin < 0) {
      return Optional.empty();
    }
    int slash = path.indexOf('/', begin);
    return Optional.of(slash < 0 ? path.substring(begin) : path.substring(begin, slash));
  }

  /** Returns where the authority of an absolute URI begins; -1 if it is none. */
  private static int authority(String path) {
    int scheme = path.startsWith("/") ? -1 : path.indexOf("://");
    return scheme < 0 ? -1 : scheme + 3;
  }

  /** Returns the segments of a raw path; none if it does not begin with a slash. */
  public static String[] segments(String rawPath) {
    return rawPath.startsWith("/") ? rawPath.substring(1).split("/", -1) : new String[0];
  }

  /** Decodes a segment or a part of a query; empty if its encoding is invalid. */
  public static Optional<String> decoded(String raw) {
    if (raw.indexOf('%') < 0) {
      return Optional.of(raw);
    }
    var bytes = new byte[raw.length()];
    int length = 0;
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        if (i + 2 >= raw.length()
            || !HexFormat.isHexDigit(raw.charAt(i + 1))
            || !HexFormat.isHexDigit(raw.charAt(i + 2))) {
          return Optional.empty();
        }
        bytes[length++] = (byte) HexFormat.fromHexDigits(raw, i + 1, i + 3);
        i += 2;
      } else if (c < 0x80) {
        bytes[length++] = (byte) c;
      } else {
        return Optional.empty();
      }
    }
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
      return Optional.of(text.toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Returns a raw path as a well-formed URI reference of limited length, for display. */
  public static String uri(String rawPath) {
    var bytes = shortened(rawPath).getBytes(StandardCharsets.UTF_8);
    var text = new StringBuilder(2 * bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      char c = (char) (bytes[i] & 0xFF);
      if (c == '%' ? isEscape(bytes, i) : allowed(c)) {
        text.append(c);
      } else {
        text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(bytes[i]));
      }
    }
    return text.isEmpty() ? "/" : text.toString();
  }

  /** Cuts before an escape, not within one. */
  private static String shortened(String rawPath) {
    if (rawPath.length() <= URI_AT_MOST) {
      return rawPath;
    }
    int escape = rawPath.lastIndexOf('%', URI_AT_MOST - 1);
    return rawPath.substring(0, escape > URI_AT_MOST - 3 ? escape : URI_AT_MOST);
  }

  private static boolean isEscape(byte[] bytes, int at) {
    return at + 2 < bytes.length
        && HexFormat.isHexDigit(bytes[at + 1])
        && HexFormat.isHexDigit(bytes[at + 2]);
  }

  private static boolean allowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || ALLOWED.indexOf(c) >= 0;
  }
}
