package taskagent.outbound;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The header {@code Retry-After}: seconds, or a date in one of three forms (RFC 9110 §10.2.3). */
final class RetryAfter {

  private static final int DIGITS_OF_A_LONG = 18;

  private RetryAfter() {}

  /**
   * Reads the time, which is at most so far away.
   *
   * @return empty if the text is neither a number nor a date
   */
  static Optional<Instant> read(String text, Instant now, Duration atMost) {
    var latest = now.plus(atMost);
    return (number(text.strip())
            ? Optional.of(seconds(text.strip(), now, atMost))
            : date(text.strip(), now))
        .map(time -> time.isAfter(latest) ? latest : time);
  }

  private static boolean number(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static Instant seconds(String digits, Instant now, Duration atMost) {
    long seconds = digits.length() > DIGITS_OF_A_LONG ? atMost.toSeconds() : Long.parseLong(digits);
    return now.plusSeconds(Math.min(seconds, atMost.toSeconds()));
  }

  private static Optional<Instant> date(String text, Instant now) {
    return forms(now).stream().flatMap(form -> date(text, form).stream()).findFirst();
  }

  private static Optional<Instant> date(String text, DateTimeFormatter form) {
    try {
      return Optional.of(ZonedDateTime.parse(text, form).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Returns the form of today, that of RFC 850, and that of the C library. */
  private static List<DateTimeFormatter> forms(Instant now) {
    // A year of two digits is the one that is at most 50 years in the future.
    var first = LocalDate.ofInstant(now, ZoneOffset.UTC).minusYears(49);
    return List.of(
        DateTimeFormatter.RFC_1123_DATE_TIME,
        new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("EEEE, dd-MMM-")
            .appendValueReduced(ChronoField.YEAR, 2, 2, first)
            .appendPattern(" HH:mm:ss zzz")
            .toFormatter(Locale.US),
        new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("EEE MMM ppd HH:mm:ss yyyy")
            .toFormatter(Locale.US)
            .withZone(ZoneOffset.UTC));
  }
}
