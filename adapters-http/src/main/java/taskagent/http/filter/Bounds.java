package taskagent.http.filter;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;
import taskagent.domain.view.Condition;
import taskagent.domain.view.Condition.Between;
import taskagent.domain.view.Condition.Measure;
import taskagent.http.filter.Term.Value;
import taskagent.json.DurationText;

/** Reads what times and numbers are compared with: {@code <2h}, {@code >2026-01-01T00:00:00Z}. */
final class Bounds {

  private static final Pattern NUMBER = Pattern.compile("[<>]?[0-9]{1,9}");

  /** The latest time that the milliseconds of a deadline can be compared with. */
  private static final long LATEST = Condition.NO_DEADLINE - 1;

  private Bounds() {}

  /**
   * Reads a bound of the deadline. A duration is what is left until then, from now.
   *
   * @throws taskagent.http.answer.ProblemException if it is ill-formed
   */
  static Between due(Term term, Instant now) {
    var value = term.value();
    if (value.text().equals("none") && !value.quoted()) {
      return new Between(Measure.DUE, Condition.NO_DEADLINE, Long.MAX_VALUE, term.negated());
    }
    boolean less = less(value, "none, or ");
    long time = time(value, now, 1, "none, or ");
    return less
        ? new Between(Measure.DUE, Long.MIN_VALUE, time, term.negated())
        : new Between(Measure.DUE, time + 1, Condition.NO_DEADLINE, term.negated());
  }

  /**
   * Reads a bound of a time that has passed. A duration is how long ago it is.
   *
   * @throws taskagent.http.answer.ProblemException if it is ill-formed
   */
  static Between past(Term term, Measure field, Instant now) {
    var value = term.value();
    boolean less = less(value, "");
    long time = time(value, now, -1, "");
    boolean before = less != isDuration(value); // less than 2h ago is later than 2h before now
    return before
        ? new Between(field, Long.MIN_VALUE, time, term.negated())
        : new Between(field, time + 1, Long.MAX_VALUE, term.negated());
  }

  /**
   * Reads a number of attempts.
   *
   * @throws taskagent.http.answer.ProblemException if it is ill-formed
   */
  static Between attempts(Term term) {
    var value = term.value();
    if (!NUMBER.matcher(value.text()).matches()) {
      throw Term.refused(value.column(), "Write a number such as >2, <2 or 2.");
    }
    char first = value.text().charAt(0);
    long number = Long.parseLong(first == '<' || first == '>' ? rest(value) : value.text());
    long from = first == '<' ? Long.MIN_VALUE : first == '>' ? number + 1 : number;
    long to = first == '<' ? number : first == '>' ? Long.MAX_VALUE : number + 1;
    return new Between(Measure.ATTEMPTS, from, to, term.negated());
  }

  private static boolean less(Value value, String others) {
    return switch (value.text().charAt(0)) {
      case '<' -> true;
      case '>' -> false;
      default -> throw illFormed(value, others);
    };
  }

  private static boolean isDuration(Value value) {
    return DurationText.parse(rest(value)).isPresent();
  }

  private static long time(Value value, Instant now, int direction, String others) {
    try {
      var time =
          DurationText.parse(rest(value))
              .map(duration -> now.plus(direction < 0 ? duration.negated() : duration))
              .orElseGet(() -> Instant.parse(rest(value)));
      return Math.clamp(time.toEpochMilli(), -LATEST, LATEST);
    } catch (DateTimeException | ArithmeticException e) {
      throw illFormed(value, others);
    }
  }

  private static String rest(Value value) {
    return value.text().substring(1);
  }

  private static RuntimeException illFormed(Value value, String others) {
    return Term.refused(
        value.column(),
        "Write "
            + others
            + "< or > with a duration or a time, such as <2h or >2026-01-01T00:00:00Z.");
  }
}
