package taskagent.view;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import taskagent.domain.view.Condition;
import taskagent.domain.view.Condition.Begins;
import taskagent.domain.view.Condition.Between;
import taskagent.domain.view.Condition.Contains;
import taskagent.domain.view.Condition.OneOf;
import taskagent.domain.view.Condition.OwnedBy;

/** A part of an SQL statement with its values. */
final class Where {

  /** A character that is greater than any in an id. */
  private static final String AFTER_IDS = "~";

  private final String table;
  private final StringBuilder sql = new StringBuilder();
  private final List<Object> values = new ArrayList<>();

  Where(String table) {
    this.table = table;
  }

  String sql() {
    return sql.toString();
  }

  List<Object> values() {
    return values;
  }

  /** Appends SQL with the values of its question marks. */
  Where add(String text, Object... bound) {
    sql.append(text);
    Collections.addAll(values, bound);
    return this;
  }

  /** Appends another part. */
  Where add(Where other) {
    sql.append(other.sql);
    values.addAll(other.values);
    return this;
  }

  /** Restricts the status to some states. A plus before the column keeps it from an index. */
  Where statuses(String plus, List<? extends Enum<?>> states) {
    return add(
        " WHERE %s%s.status IN (%s)"
            .formatted(
                plus,
                table,
                states.stream()
                    .map(state -> Integer.toString(Codes.of(state)))
                    .collect(Collectors.joining(","))));
  }

  /** Appends conditions. A plus before a column keeps it from an index. */
  Where and(String plus, List<Condition> conditions) {
    for (var condition : conditions) {
      add(" AND ").add(condition.negated() ? "NOT " : "");
      switch (condition) {
        case OneOf(var field, var names, _) -> oneOf(plus + column(field), names);
        case Between(var field, var from, var to, _) ->
            add("(%1$s >= ? AND %1$s < ?)".formatted(plus + column(field)), from, to);
        case Contains(var text, _) -> add("(instr(%s.folded, ?) > 0)".formatted(table), text);
        case OwnedBy(var user) -> ownedBy(plus, user);
        case Begins(var text, _) -> begins(text);
      }
    }
    return this;
  }

  private void begins(String text) {
    if (table.equals(Source.AUDIT.name())) {
      add("(audit.subject >= ? AND audit.subject < ?)", text, text + AFTER_IDS);
    } else {
      add(
          "(%1$s.id >= ? AND %1$s.id < ? OR %1$s.task >= ? AND %1$s.task < ?)".formatted(table),
          text,
          text + AFTER_IDS,
          text,
          text + AFTER_IDS);
    }
  }

  /** Each branch has an index. What the second test of a requester says, the partial index has. */
  private void ownedBy(String plus, String user) {
    var requester = plus + table + ".requester";
    var assigned =
        table.equals("task")
            ? plus + "task.assignee = ?"
            : plus + table + ".task IN (SELECT id FROM task WHERE assignee = ?)";
    add("(%s OR %2$s = ? AND %2$s <> '')".formatted(assigned, requester), user, user);
  }

  private void oneOf(String column, List<String> names) {
    var marks = String.join(", ", Collections.nCopies(names.size(), "?"));
    add("(%s IN (%s)".formatted(column, marks), names.toArray());
    if (!names.contains("") && column.endsWith(".waiting")) {
      add(" AND " + table + ".waiting <> ''"); // which the partial index has
    }
    add(")");
  }

  private String column(Enum<?> field) {
    return table + "." + field.name().toLowerCase(Locale.ROOT);
  }
}
