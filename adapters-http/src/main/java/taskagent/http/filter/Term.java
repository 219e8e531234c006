package taskagent.http.filter;

import java.util.List;
import java.util.Optional;
import taskagent.http.answer.Problem;
import taskagent.http.answer.Problem.Code;
import taskagent.http.answer.Problem.FieldError;
import taskagent.http.answer.ProblemException;

/**
 * A part of a filter line: {@code -qualifier:value,value}, a word, or a phrase in quotes.
 *
 * @param column where it begins, from 1
 * @param qualifier empty for a word or a phrase
 * @param values at least one
 */
record Term(int column, boolean negated, Optional<String> qualifier, List<Value> values) {

  /**
   * A value.
   *
   * @param column where it begins, from 1
   */
  record Value(int column, String text, boolean quoted) {}

  /** Returns the only value. */
  Value value() {
    if (values.size() > 1) {
      throw refused(values.get(1).column(), "Only one value is allowed here.");
    }
    return values.getFirst();
  }

  /** Returns the problem at a column of the line. */
  static ProblemException refused(int column, String sentence) {
    return new ProblemException(
        Problem.invalid(
            List.of(new FieldError("/q", Code.ILL_FORMED, "Column " + column + ". " + sentence))));
  }
}
