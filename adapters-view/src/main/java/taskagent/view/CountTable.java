package taskagent.view;

import java.util.List;
import java.util.Optional;
import taskagent.domain.view.Condition;
import taskagent.domain.view.Condition.OneOf;

/** The tables of counts, and which filters they answer. */
final class CountTable {

  private CountTable() {}

  /** Returns the table that counts what conditions leave, by state; empty if there is none. */
  static Optional<String> of(String table, List<Condition> conditions) {
    if (table.equals(Source.AUDIT.name())) {
      return Optional.empty();
    }
    if (conditions.isEmpty()) {
      return Optional.of(table + "_total");
    }
    boolean byAssignee =
        conditions.size() == 1
            && conditions.getFirst() instanceof OneOf(var field, _, var negated)
            && field == Condition.Label.ASSIGNEE
            && !negated;
    return byAssignee ? Optional.of(table + "_count") : Optional.empty();
  }
}
