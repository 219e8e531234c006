package taskagent.view;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import taskagent.domain.task.TaskId;
import taskagent.domain.view.Condition.OwnedBy;
import taskagent.domain.view.Filter;
import taskagent.domain.view.Lists.Query;
import taskagent.domain.view.Lists.Total;
import taskagent.view.Search.Limits;
import taskagent.view.Search.SortKey;

/** What is read in one transaction, so that items, total and position agree. */
final class Reading {

  private final Session session;
  private final Limits limits;

  Reading(Session session, Limits limits) {
    this.session = session;
    this.limits = limits;
  }

  /** A page of a list, and the position of the view. */
  record Part<R>(List<R> rows, Optional<String> next, Total total, long seq) {}

  /** Returns the number of the last change that the view has. */
  long position() throws SQLException {
    return session.number("SELECT seq FROM position", List.of());
  }

  /** Returns the version of a task; 0 if it is not there. */
  long version(TaskId task) throws SQLException {
    return session.number("SELECT version FROM task WHERE id = ?", List.of(task.value()));
  }

  /** Returns the assignee of a task; empty if it has none, or is not there. */
  Optional<String> assignee(TaskId task) throws SQLException {
    return session
        .first("SELECT assignee FROM task WHERE id = ?", row -> row.getString(1), task.value())
        .filter(name -> !name.isEmpty());
  }

  /**
   * Counts the items of a list by the codes of their states; empty if that would mean to look at
   * each of them.
   */
  Optional<Map<Integer, Long>> counts(Source<?> source, Filter<?> filter) throws SQLException {
    var table = CountTable.of(source.name(), filter.conditions());
    if (filter.states().isEmpty()) {
      return Optional.empty();
    }
    if (table.isEmpty()) {
      boolean few = filter.conditions().stream().anyMatch(OwnedBy.class::isInstance);
      return few ? counted(source, filter) : Optional.empty();
    }
    return Optional.of(
        counts(
            new Where(table.get())
                .add("SELECT status, sum(items) FROM " + table.get())
                .statuses("", filter.states())
                .and("", filter.conditions())
                .add(" GROUP BY status")));
  }

  /** Counts what belongs to one user, which is little; empty if it is not. */
  private Optional<Map<Integer, Long>> counted(Source<?> source, Filter<?> filter)
      throws SQLException {
    var counts =
        counts(
            new Where(source.name())
                .add("SELECT status, count(*) FROM (SELECT status FROM " + source.name())
                .statuses("+", filter.states())
                .and("", filter.conditions())
                .add(" LIMIT ?) GROUP BY status", limits.gathered() + 1));
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    return Optional.of(counts).filter(_ -> all <= limits.gathered());
  }

  private Map<Integer, Long> counts(Where where) throws SQLException {
    var counts = new HashMap<Integer, Long>();
    session
        .list(where.sql(), row -> Map.entry(row.getInt(1), row.getLong(2)), where.values())
        .forEach(count -> counts.put(count.getKey(), count.getValue()));
    return counts;
  }

  /** Returns a row; empty if it is not there. */
  <R> Optional<R> find(Source<R> source, String id) throws SQLException {
    return session.first(
        "SELECT%sFROM %s WHERE id = ?".formatted(source.columns(), source.name()),
        source.row(),
        id);
  }

  /** Returns some rows with larger numbers than this one. */
  <R> List<R> after(Source<R> source, long number, int limit) throws SQLException {
    return session.list(
        "SELECT%sFROM %s WHERE number > ? ORDER BY number LIMIT ?"
            .formatted(source.columns(), source.name()),
        source.row(),
        List.of(number, limit));
  }

  /** Returns the ids of those in a state whose last change was longest ago. */
  List<String> oldest(Source<?> source, Enum<?> state, int limit) throws SQLException {
    return session.list(
        "SELECT id FROM %s WHERE status = ? ORDER BY updated, number LIMIT ?"
            .formatted(source.name()),
        row -> row.getString(1),
        List.of(Codes.of(state), limit));
  }

  <R> Part<R> part(Source<R> source, Query<?> query) throws SQLException {
    var cursor = query.after().map(text -> Cursor.read(text, source.name(), query));
    Optional<SortKey> after =
        cursor.isPresent() ? Optional.of(key(source, query, cursor.get())) : Optional.empty();
    var found =
        new Search(
                session,
                limits,
                source.name(),
                query.filter(),
                query.sort(),
                query.limit() + 1,
                after)
            .find();
    boolean more = found.keys().size() > query.limit();
    var rows = new ArrayList<R>();
    for (var key : found.keys().subList(0, more ? query.limit() : found.keys().size())) {
      rows.add(row(source, key));
    }
    return new Part<>(
        rows,
        more ? Optional.of(cursor(source, query, rows.getLast())) : Optional.empty(),
        found.total(),
        position());
  }

  /** Returns the key of a cursor. If its item is gone, those of the same time are read again. */
  private SortKey key(Source<?> source, Query<?> query, Cursor cursor) throws SQLException {
    var number =
        session.first(
            "SELECT number FROM %s WHERE id = ?".formatted(source.name()),
            row -> row.getLong(1),
            cursor.id());
    return new SortKey(
        number.orElse(query.sort().descending() ? Long.MAX_VALUE : Long.MIN_VALUE), cursor.key());
  }

  private <R> R row(Source<R> source, SortKey key) throws SQLException {
    return session
        .first(
            "SELECT%sFROM %s WHERE number = ?".formatted(source.columns(), source.name()),
            source.row(),
            key.number())
        .orElseThrow();
  }

  private static <R> String cursor(Source<R> source, Query<?> query, R last) {
    long time = source.time().apply(query.sort().by()).applyAsLong(last);
    return new Cursor(time, source.id().apply(last)).text(source.name(), query);
  }
}
