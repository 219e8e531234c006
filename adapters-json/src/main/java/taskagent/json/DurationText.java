package taskagent.json;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code 500ms}, {@code 0.5s}, {@code 10m}, {@code 1h}, {@code
 * 30d}.
 */
public final class DurationText {

  /** Only seconds may have a fraction, down to the millisecond. */
  private static final Pattern PATTERN =
      Pattern.compile(
          "(?<whole>0|[1-9][0-9]{0,8})(\\.(?<part>[0-9]{1,3})(?=s))?(?<unit>ms|s|m|h|d)");

  private DurationText() {}

  /** Reads a duration. Returns nothing if the text is ill-formed. */
  public static Optional<Duration> parse(String text) {
    var matcher = PATTERN.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long whole = Long.parseLong(matcher.group("whole"));
    var part = matcher.group("part");
    return Optional.of(
        switch (matcher.group("unit")) {
          case "ms" -> Duration.ofMillis(whole);
          case "s" -> Duration.ofSeconds(whole).plusMillis(part == null ? 0 : millis(part));
          case "m" -> Duration.ofMinutes(whole);
          case "h" -> Duration.ofHours(whole);
          default -> Duration.ofDays(whole);
        });
  }

  private static long millis(String part) {
    return Long.parseLong((part + "00").substring(0, 3));
  }
}
