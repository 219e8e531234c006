package taskagent.view;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import taskagent.domain.view.Condition;
import taskagent.domain.view.Filter;
import taskagent.domain.view.Sort;
import taskagent.domain.view.TitleText;

/** What lists must have, by testing every item. */
final class BruteForce {

  private BruteForce() {}

  static List<TaskRow> tasks(MemoryChanges changes, Filter<?> filter, Sort sort) {
    return changes.tasks().stream()
        .map(TaskRow::of)
        .filter(row -> filter.states().contains(row.status()))
        .filter(row -> filter.conditions().stream().allMatch(c -> matches(c, fields(row))))
        .sorted(order(sort, Source.TASKS, TaskRow::number))
        .toList();
  }

  static List<RunRow> runs(MemoryChanges changes, Filter<?> filter, Sort sort) {
    return changes.runs().stream()
        .map(RunRow::of)
        .filter(row -> filter.states().contains(row.status()))
        .filter(row -> filter.conditions().stream().allMatch(c -> matches(c, fields(row))))
        .sorted(order(sort, Source.RUNS, RunRow::number))
        .toList();
  }

  private static <R> Comparator<R> order(Sort sort, Source<R> source, Function<R, Long> number) {
    var order = Comparator.comparingLong(source.time().apply(sort.by())).thenComparing(number);
    return sort.descending() ? order.reversed() : order;
  }

  /** The fields of an item. */
  private interface Fields {
    String label(Condition.Label field);

    long measure(Condition.Measure field);

    String title();

    List<String> ids();
  }

  private static boolean matches(Condition condition, Fields item) {
    boolean holds =
        switch (condition) {
          case Condition.OneOf(var field, var values, _) -> values.contains(item.label(field));
          case Condition.Between(var field, var from, var to, _) ->
              item.measure(field) >= from && item.measure(field) < to;
          case Condition.Contains(var text, _) -> TitleText.folded(item.title()).contains(text);
          case Condition.Begins(var text, _) ->
              item.ids().stream().anyMatch(id -> id.startsWith(text));
        };
    return holds != condition.negated();
  }

  private static Fields fields(TaskRow row) {
    return new Fields() {
      @Override
      public String label(Condition.Label field) {
        return row.assignee();
      }

      @Override
      public long measure(Condition.Measure field) {
        return switch (field) {
          case DUE -> row.due();
          case CREATED -> row.created();
          case UPDATED -> row.updated();
          case ATTEMPTS -> throw new IllegalArgumentException("a task has no attempts");
        };
      }

      @Override
      public String title() {
        return row.title();
      }

      @Override
      public List<String> ids() {
        return List.of(row.id());
      }
    };
  }

  private static Fields fields(RunRow row) {
    return new Fields() {
      @Override
      public String label(Condition.Label field) {
        return switch (field) {
          case TASK -> row.task();
          case STEP -> row.step();
          case WAITING -> row.waiting();
          case ASSIGNEE -> throw new IllegalArgumentException("a run has no assignee");
        };
      }

      @Override
      public long measure(Condition.Measure field) {
        return switch (field) {
          case ATTEMPTS -> row.attempts();
          case CREATED -> row.created();
          case UPDATED -> row.updated();
          case DUE -> throw new IllegalArgumentException("a run has no deadline");
        };
      }

      @Override
      public String title() {
        return "";
      }

      @Override
      public List<String> ids() {
        return List.of(row.id(), row.task());
      }
    };
  }
}
