package taskagent.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import taskagent.domain.view.Condition;
import taskagent.domain.view.Condition.Contains;

/**
 * Finds candidates for the words of a filter by three characters at a time. Every second trigram is
 * enough, because the title itself is tested too.
 */
final class Trigrams {

  private static final int LENGTH = 3;

  /** More would not make the candidates fewer. */
  private static final int AT_MOST = 16;

  private Trigrams() {}

  /** Returns the expression for the text index; empty if no word is long enough. */
  static Optional<String> expression(List<Condition> conditions) {
    var all = new ArrayList<String>();
    for (var condition : conditions) {
      if (condition instanceof Contains(var text, var negated) && !negated) {
        add(all, text.codePoints().toArray());
      }
    }
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join(" AND ", all.subList(0, Math.min(AT_MOST, all.size()))));
  }

  private static void add(List<String> all, int[] text) {
    int last = text.length - LENGTH;
    for (int at = 0; at <= last; at += 2) {
      all.add(quoted(text, at));
    }
    if (last > 0 && last % 2 != 0) {
      all.add(quoted(text, last));
    }
  }

  private static String quoted(int[] text, int at) {
    return '"' + new String(text, at, LENGTH).replace("\"", "\"\"") + '"';
  }
}
