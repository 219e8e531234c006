package taskagent.view;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import taskagent.domain.view.Condition;
import taskagent.domain.view.Condition.Between;
import taskagent.domain.view.Condition.OneOf;
import taskagent.domain.view.Filter;
import taskagent.domain.view.Lists.Total;
import taskagent.domain.view.Sort;

/**
 * Finds the keys of a page. A small result is gathered and sorted. A large one is walked in the
 * order of an index, with one branch for each status, because SQLite merges branches lazily but
 * would sort the whole result of one statement.
 */
final class Search {

  /**
   * When a result counts as small, and a list as slow.
   *
   * @param gathered up to so many matches are counted, and gathered to be sorted
   * @param candidates up to so many titles are tested, found by the words or by the other filters
   * @param few with so few matches of the other filters, the words are not looked up
   * @param mayTake how long a list may take
   */
  record Limits(int gathered, int candidates, int few, Duration mayTake) {
    static final Limits USUAL = new Limits(10_000, 30_000, 3_000, Duration.ofSeconds(1));
  }

  /** Labels with indexes of their own, in which a status is not the first column. */
  private static final Set<Condition.Label> WITH_INDEX =
      Set.of(
          Condition.Label.TASK,
          Condition.Label.WAITING,
          Condition.Label.ACTOR,
          Condition.Label.SUBJECT);

  /** With so many assignees, each has branches of its own. */
  private static final int BRANCHES = 8;

  /** An item: its number, and the time by which the list is sorted. */
  record SortKey(long number, long time) {
    static SortKey of(ResultSet row) throws SQLException {
      return new SortKey(row.getLong(1), row.getLong(2));
    }
  }

  /**
   * What was found.
   *
   * @param keys one more than asked for, if there are more
   */
  record Found(List<SortKey> keys, Total total) {}

  private final Session session;
  private final Limits limits;
  private final String table;
  private final Filter<?> filter;
  private final Sort sort;
  private final int most;
  private final Optional<SortKey> after;
  private final String column;

  /**
   * Prepares a search.
   *
   * @param most how many keys at most
   * @param after the key where the page begins
   */
  Search(
      Session session,
      Limits limits,
      String table,
      Filter<?> filter,
      Sort sort,
      int most,
      Optional<SortKey> after) {
    this.session = session;
    this.limits = limits;
    this.table = table;
    this.filter = filter;
    this.sort = sort;
    this.most = most;
    this.after = after;
    this.column = sort.by().name().toLowerCase(Locale.ROOT);
  }

  Found find() throws SQLException {
    if (filter.states().isEmpty()) {
      return new Found(List.of(), new Total(0, true));
    }
    var text = Trigrams.expression(filter.conditions());
    if (text.isPresent()) {
      return byText(text.get());
    }
    var counted = counted(filter.conditions());
    if (counted.isPresent() && (counted.get() > limits.gathered() || inOrder())) {
      return new Found(walk(), new Total(counted.get(), true));
    }
    var gathered = gather(byFilters(), limits.gathered());
    return gathered.isPresent()
        ? gathered.get()
        : new Found(walk(), new Total(limits.gathered(), false));
  }

  /** Finds a text: by the other filters or by the words, whichever leaves fewer titles to test. */
  private Found byText(String expression) throws SQLException {
    long others = others();
    long titles = count("SELECT 1 FROM task_text WHERE task_text MATCH ?", List.of(expression));
    boolean byFilters =
        others <= limits.few() || (others <= limits.candidates() && others < titles);
    if (byFilters || titles <= limits.candidates()) {
      var found = gather(byFilters ? byFilters() : byTitles(expression), limits.candidates());
      if (found.isPresent()) {
        return found.get();
      }
    }
    var keys = walk();
    return new Found(keys, new Total(keys.size(), after.isEmpty() && keys.size() < most));
  }

  /** Returns how many items the conditions leave that are not words, up to a limit. */
  private long others() throws SQLException {
    var conditions =
        filter.conditions().stream().filter(c -> !(c instanceof Condition.Contains)).toList();
    var counted = counted(conditions);
    if (counted.isPresent()) {
      return counted.get();
    }
    var where =
        new Where(table)
            .add("SELECT 1 FROM " + table)
            .statuses("", filter.states())
            .and("", conditions);
    return count(where.sql(), where.values());
  }

  private long count(String rows, List<Object> values) throws SQLException {
    return session.number(
        "SELECT count(*) FROM (%s LIMIT %d)".formatted(rows, limits.candidates() + 1), values);
  }

  /** Returns how many items the conditions leave, if the counts say so. */
  private Optional<Long> counted(List<Condition> conditions) throws SQLException {
    var counts = CountTable.of(table, conditions);
    if (counts.isEmpty()) {
      return Optional.empty();
    }
    var where =
        new Where(counts.get())
            .add("SELECT sum(items) FROM " + counts.get())
            .statuses("", filter.states())
            .and("", conditions);
    return Optional.of(session.number(where.sql(), where.values()));
  }

  // ---------------------------------------------------------------- gathering

  private Where byFilters() {
    // These conditions have indexes of their own, which are better than that of the status.
    boolean rare =
        filter.conditions().stream()
            .anyMatch(
                c ->
                    !c.negated()
                        && (c instanceof Condition.Begins
                            || c instanceof Condition.OwnedBy
                            || (c instanceof OneOf(var field, _, _)
                                && WITH_INDEX.contains(field))));
    return new Where(table)
        .add("SELECT %1$s.number, %1$s.%2$s FROM %1$s".formatted(table, column))
        .statuses(rare ? "+" : "", filter.states())
        .and("", filter.conditions());
  }

  private Where byTitles(String expression) {
    return new Where(table)
        .add(
            """
            SELECT task.number, task.%s
            FROM task_text CROSS JOIN task ON task.number = task_text.rowid
            """
                .formatted(column))
        .statuses("+", filter.states())
        .and("+", filter.conditions())
        .add(" AND task_text MATCH ?", expression);
  }

  /** Sorts all that a statement finds; empty if there are more than so many. */
  private Optional<Found> gather(Where where, int limit) throws SQLException {
    var keys = session.list(where.sql() + " LIMIT " + (limit + 1), SortKey::of, where.values());
    if (keys.size() > limit) {
      return Optional.empty();
    }
    var order = Comparator.comparingLong(SortKey::time).thenComparingLong(SortKey::number);
    var sorted = sort.descending() ? order.reversed() : order;
    var page =
        keys.stream()
            .filter(key -> after.isEmpty() || sorted.compare(key, after.get()) > 0)
            .sorted(sorted)
            .limit(most)
            .toList();
    return Optional.of(new Found(page, new Total(keys.size(), true)));
  }

  // ---------------------------------------------------------------- walking

  /** Returns the assignees that have branches of their own, if there are any. */
  private Optional<OneOf> branching() {
    return filter.conditions().stream()
        .filter(_ -> sort.by() == Sort.By.DUE)
        .filter(OneOf.class::isInstance)
        .map(OneOf.class::cast)
        .filter(c -> c.field() == Condition.Label.ASSIGNEE && !c.negated())
        .filter(c -> c.values().size() <= BRANCHES)
        .findFirst();
  }

  /** Returns true if a walk does not meet items that it has to skip. */
  private boolean inOrder() {
    return filter.conditions().isEmpty() || branching().isPresent();
  }

  /** Times from one to before another. */
  private record Range(long from, long to) {
    Range and(Between condition) {
      return new Range(Math.max(from, condition.from()), Math.min(to, condition.to()));
    }
  }

  private List<SortKey> walk() throws SQLException {
    var branching = branching();
    var range = new Range(Long.MIN_VALUE, Long.MAX_VALUE);
    var rest = new ArrayList<Condition>();
    for (var condition : filter.conditions()) {
      if (condition instanceof Between between
          && !between.negated()
          && between.field().name().equals(sort.by().name())) {
        range = range.and(between); // together with the cursor, so that the index finds it
      } else if (!branching.filter(condition::equals).isPresent()) {
        rest.add(condition);
      }
    }
    var walk = new Where(table);
    var separator = "";
    for (var state : filter.states()) {
      for (var assignee : branching.map(OneOf::values).orElse(List.of(""))) {
        var same = new Where(table);
        same.add("%s.status = %d".formatted(table, Codes.of(state)));
        if (branching.isPresent()) {
          same.add(" AND task.assignee = ?", assignee);
        }
        same.and("", rest);
        for (var times : times(range)) {
          walk.add(separator).add(select(branching.isPresent())).add(same).add(times);
          separator = " UNION ALL ";
        }
      }
    }
    var direction = sort.descending() ? "DESC" : "ASC";
    walk.add(" ORDER BY time %1$s, number %1$s LIMIT ?".formatted(direction), most);
    return session.list(walk.sql(), SortKey::of, walk.values());
  }

  private String select(boolean byAssignee) {
    var index = byAssignee ? "assignee" : column;
    return "SELECT %1$s.number AS number, %1$s.%2$s AS time FROM %1$s INDEXED BY %1$s_by_%3$s WHERE "
        .formatted(table, column, index);
  }

  /** The rest of the tie at the cursor, and what follows. As one condition it would be slow. */
  private List<Where> times(Range range) {
    if (after.isEmpty()) {
      return List.of(between(range));
    }
    long time = after.get().time();
    var tie =
        between(new Range(Math.max(range.from(), time), Math.min(range.to(), time + 1)))
            .add(
                " AND %s.number %s ?".formatted(table, sort.descending() ? "<" : ">"),
                after.get().number());
    var further =
        sort.descending()
            ? new Range(range.from(), Math.min(range.to(), time))
            : new Range(Math.max(range.from(), time + 1), range.to());
    return List.of(tie, between(further));
  }

  private Where between(Range range) {
    return new Where(table)
        .add(
            " AND %1$s.%2$s >= ? AND %1$s.%2$s < ?".formatted(table, column),
            range.from(),
            range.to());
  }
}
