package taskagent.http.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import taskagent.http.answer.ProblemException;
import taskagent.http.filter.Term.Value;

/** Which states several terms allow together. */
final class States<S> {

  private final List<S> allowed;

  States(List<S> all) {
    this.allowed = new ArrayList<>(all);
  }

  /**
   * Restricts the states.
   *
   * @param meaning returns the states that a word means; none if it means nothing
   * @param words all of them, for the message
   */
  void add(Term term, Function<String, List<S>> meaning, List<String> words) {
    var named = new ArrayList<S>();
    for (var value : term.values()) {
      var states = meaning.apply(value.text());
      if (states.isEmpty()) {
        throw unknown(value, words);
      }
      named.addAll(states);
    }
    allowed.removeIf(state -> named.contains(state) == term.negated());
  }

  List<S> allowed() {
    return allowed;
  }

  /** Returns the problem that a qualifier does not exist. */
  static ProblemException noQualifier(Term term, List<String> qualifiers) {
    return Term.refused(
        term.column(),
        "\""
            + term.qualifier().orElse("")
            + "\" is not a qualifier. "
            + oneOf(qualifiers)
            + " Put a text with a colon in quotes.");
  }

  /** Returns the problem that a word is none of these. */
  static ProblemException unknown(Value value, List<String> words) {
    return Term.refused(value.column(), "\"" + value.text() + "\" is unknown. " + oneOf(words));
  }

  static String oneOf(List<String> words) {
    return "Use one of: " + String.join(", ", words) + ".";
  }
}
