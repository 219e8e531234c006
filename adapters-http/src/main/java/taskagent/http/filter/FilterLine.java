package taskagent.http.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import taskagent.http.answer.Problem.Code;
import taskagent.http.answer.ProblemException;
import taskagent.http.filter.Term.Value;

/** Splits a filter line into its terms, which are separated by spaces. */
final class FilterLine {

  private static final int AT_MOST = 1_000;
  private static final Pattern QUALIFIER = Pattern.compile("[A-Za-z_]+(?=:)");

  private final String line;
  private int at;

  private FilterLine(String line) {
    this.line = line;
  }

  /**
   * Returns the terms of a line.
   *
   * @throws ProblemException with 422 if it is ill-formed
   */
  static List<Term> terms(String line) {
    if (line.length() > AT_MOST) {
      throw ProblemException.field(
          "q", Code.TOO_LONG, "must have at most " + AT_MOST + " characters");
    }
    return new FilterLine(line).terms();
  }

  private List<Term> terms() {
    var terms = new ArrayList<Term>();
    skipSpaces();
    while (at < line.length()) {
      terms.add(term());
      skipSpaces();
    }
    return terms;
  }

  private Term term() {
    int column = column();
    boolean negated = is('-');
    if (negated) {
      at++;
    }
    var qualifier = qualifier();
    var values = new ArrayList<Value>();
    values.add(value(qualifier.isPresent()));
    while (qualifier.isPresent() && is(',')) {
      at++;
      values.add(value(true));
    }
    return new Term(column, negated, qualifier, values);
  }

  private Optional<String> qualifier() {
    var matcher = QUALIFIER.matcher(line).region(at, line.length()).useTransparentBounds(true);
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    at = matcher.end() + 1;
    return Optional.of(matcher.group());
  }

  private Value value(boolean qualified) {
    return is('"') ? phrase() : word(qualified);
  }

  private Value phrase() {
    int column = column();
    int end = line.indexOf('"', at + 1);
    if (end < 0) {
      throw Term.refused(column, "The quote is not closed.");
    }
    var text = line.substring(at + 1, end);
    at = end + 1;
    if (at < line.length() && !space() && !is(',')) {
      throw Term.refused(column(), "A space must follow the quote.");
    }
    return notEmpty(new Value(column, text, true));
  }

  private Value word(boolean qualified) {
    int column = column();
    int begin = at;
    while (at < line.length() && !space() && !(qualified && is(','))) {
      if (Character.isISOControl(line.charAt(at))) {
        throw Term.refused(column(), "A control character is not allowed.");
      }
      at++;
    }
    return notEmpty(new Value(column, line.substring(begin, at), false));
  }

  private Value notEmpty(Value value) {
    if (value.text().isEmpty()) {
      throw Term.refused(value.column(), "A value is missing.");
    }
    if (value.text().chars().anyMatch(Character::isISOControl)) {
      throw Term.refused(value.column(), "A control character is not allowed.");
    }
    return value;
  }

  private void skipSpaces() {
    while (at < line.length() && space()) {
      at++;
    }
  }

  private boolean space() {
    return Character.isWhitespace(line.charAt(at));
  }

  private boolean is(char c) {
    return at < line.length() && line.charAt(at) == c;
  }

  private int column() {
    return line.codePointCount(0, at) + 1;
  }
}
