package taskagent.http;

import java.time.Duration;
import java.util.regex.Pattern;
import taskagent.http.Problem.Code;

/** Reads how long a client wants to wait: {@code 500ms}, {@code 0.5s}, {@code 1m} (spec §9). */
final class Waits {

  /** The longest that a client may wait. */
  static final Duration AT_MOST = Duration.ofSeconds(60);

  private static final Pattern PATTERN =
      Pattern.compile("(?<whole>0|[1-9][0-9]{0,8})(\\.(?<part>[0-9]{1,3})(?=s))?(?<unit>ms|s|m)");

  private Waits() {}

  /**
   * Reads it.
   *
   * @throws Refused with 422 if it is ill-formed or too long
   */
  static Duration parse(String text) {
    var matcher = PATTERN.matcher(text);
    if (!matcher.matches()) {
      throw Refused.field(
          WorkflowRoutes.WAIT, Code.ILL_FORMED, "must be a duration such as 500ms, 0.5s or 10s");
    }
    long whole = Long.parseLong(matcher.group("whole"));
    var part = matcher.group("part");
    var wait =
        switch (matcher.group("unit")) {
          case "ms" -> Duration.ofMillis(whole);
          case "s" -> Duration.ofSeconds(whole).plusMillis(part == null ? 0 : millis(part));
          case "m" -> Duration.ofMinutes(whole);
          default -> throw new IllegalStateException("the pattern has no other unit");
        };
    if (wait.compareTo(AT_MOST) > 0) {
      throw Refused.field(WorkflowRoutes.WAIT, Code.OUT_OF_RANGE, "must be at most 60s");
    }
    return wait;
  }

  private static long millis(String part) {
    return Long.parseLong((part + "00").substring(0, 3));
  }
}
