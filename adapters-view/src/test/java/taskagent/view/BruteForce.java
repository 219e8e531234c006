package taskagent.view;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import taskagent.domain.task.TaskStatus;
import taskagent.domain.view.Filter;
import taskagent.domain.view.Matches;
import taskagent.domain.view.RunState;
import taskagent.domain.view.Sort;

/**
 * What lists must have, by testing every item. So lists and streams, which test single items,
 * agree.
 */
final class BruteForce {

  private BruteForce() {}

  static List<TaskRow> tasks(MemoryChanges changes, Filter<TaskStatus> filter, Sort sort) {
    return changes.tasks().stream()
        .map(TaskRow::of)
        .filter(row -> Matches.task(filter, row.snapshot()))
        .sorted(order(sort, Source.TASKS, TaskRow::number))
        .toList();
  }

  static List<RunRow> runs(MemoryChanges changes, Filter<RunState> filter, Sort sort) {
    return changes.runs().stream()
        .map(RunRow::of)
        .filter(row -> Matches.run(filter, row.summary()))
        .sorted(order(sort, Source.RUNS, RunRow::number))
        .toList();
  }

  /** A run belongs to the one who asked for it, and to the one who has its task now. */
  static List<RunRow> runsOf(
      String user, MemoryChanges changes, Filter<RunState> filter, Sort sort) {
    return runs(changes, filter, sort).stream()
        .filter(
            run ->
                run.requester().equals(user)
                    || changes.tasks(List.of(run.task())).values().stream()
                        .anyMatch(task -> task.value().assignee().equals(Optional.of(user))))
        .toList();
  }

  private static <R> Comparator<R> order(Sort sort, Source<R> source, Function<R, Long> number) {
    var order = Comparator.comparingLong(source.time().apply(sort.by())).thenComparing(number);
    return sort.descending() ? order.reversed() : order;
  }
}
