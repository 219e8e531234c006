package taskagent.http.trace;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * The trace to which some work belongs, and the span that caused it.
 *
 * @param traceId the trace, 32 hexadecimal digits
 * @param spanId the parent span, 16 hexadecimal digits
 * @param flags two hexadecimal digits; {@code 01} if the trace is recorded
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
public record TraceParent(String traceId, String spanId, String flags) {

  private static final HeaderName NAME = HeaderNames.create("traceparent");

  /** Version, trace, parent and flags; ids of zeros only are invalid. */
  private static final Pattern FORM =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2}).{0,200}");

  /** Returns the parent in the header of a request; empty if it is absent or ill-formed. */
  public static Optional<TraceParent> of(ServerRequest request) {
    if (!request.headers().contains(NAME)) {
      return Optional.empty();
    }
    var given = FORM.matcher(request.headers().get(NAME).get());
    return given.matches()
        ? Optional.of(new TraceParent(given.group(1), given.group(2), given.group(3)))
        : Optional.empty();
  }

  /** Begins a trace with random ids. It is not recorded, unless something that it reaches does. */
  public static TraceParent begin() {
    return new TraceParent(hex(16), hex(8), "00");
  }

  private static String hex(int bytes) {
    var random = new byte[bytes];
    ThreadLocalRandom.current().nextBytes(random);
    random[0] |= 1; // ids of zeros only are invalid
    return HexFormat.of().formatHex(random);
  }

  /** Returns the value of the header, in version 00. */
  @Override
  public String toString() {
    return "00-" + traceId + "-" + spanId + "-" + flags;
  }
}
