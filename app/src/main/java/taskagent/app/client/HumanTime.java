package taskagent.app.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Times as people say them. */
final class HumanTime {

  private HumanTime() {}

  /** Returns a time as seen from now, such as {@code in 2h 5m} or {@code 3d 4h ago}. */
  static String relative(Instant time, Instant now) {
    var between = Duration.between(now, time);
    var length = length(between.abs());
    if (between.abs().toMillis() < 1_000) {
      return "now";
    }
    return between.isNegative() ? length + " ago" : "in " + length;
  }

  /** Returns a length of time in its two largest units, such as {@code 2h 5m}. */
  static String length(Duration length) {
    if (length.toMillis() < 1_000) {
      return length.toMillis() + "ms";
    }
    var parts = new ArrayList<String>();
    add(parts, length.toDays(), "d");
    add(parts, length.toHoursPart(), "h");
    add(parts, length.toMinutesPart(), "m");
    add(parts, length.toSecondsPart(), "s");
    return String.join(" ", parts.subList(0, Math.min(2, parts.size())));
  }

  private static void add(List<String> parts, long count, String unit) {
    if (count > 0) {
      parts.add(count + unit);
    }
  }
}
