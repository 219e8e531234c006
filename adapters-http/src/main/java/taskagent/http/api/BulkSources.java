package taskagent.http.api;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import taskagent.domain.bulk.BulkAction;
import taskagent.domain.bulk.BulkProgress.Refusal;
import taskagent.domain.bulk.Bulks;
import taskagent.domain.port.Removed;
import taskagent.domain.port.Tasks;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;
import taskagent.domain.view.Filter;
import taskagent.domain.view.Lists;
import taskagent.domain.view.Sort;
import taskagent.http.answer.Problem;
import taskagent.http.answer.Problem.Code;
import taskagent.http.answer.ProblemException;

/** Finds the tasks of a bulk, as far as the caller may see them. */
final class BulkSources {

  /** The largest page of a list. */
  private static final int PAGE = 500;

  /** Does not change while tasks change, so that no task is missed between two pages. */
  private static final Sort ORDER = new Sort(Sort.By.CREATED, false);

  private final Tasks tasks;
  private final Optional<Lists> lists;

  /** A walk through all pages is much work, and its ids are some megabytes. */
  private final LargeReads walks = new LargeReads(2, Duration.ofSeconds(5));

  BulkSources(Tasks tasks, Optional<Lists> lists) {
    this.tasks = tasks;
    this.lists = lists;
  }

  /**
   * The tasks of a bulk.
   *
   * @param refusals those that would refuse the action now; none if nobody has asked
   */
  record Found(List<TaskId> ids, List<Refusal> refusals) {}

  /** Returns all tasks that a filter finds. */
  List<TaskId> ids(String line, Filter<TaskStatus> filter) {
    var ids = new ArrayList<TaskId>();
    walk(line, filter, task -> ids.add(task.id()));
    return ids;
  }

  /** Returns all tasks that a filter finds, and which of them would refuse the action now. */
  Found preview(String line, Filter<TaskStatus> filter, BulkAction action, Instant now) {
    var found = new Found(new ArrayList<>(), new ArrayList<>());
    walk(
        line,
        filter,
        task -> {
          found.ids().add(task.id());
          action
              .refusal(task, now)
              .ifPresent(why -> found.refusals().add(new Refusal(task.id(), why)));
        });
    return found;
  }

  /** Returns which of these tasks would refuse the action now. */
  Found preview(List<TaskId> ids, BulkAction action, Instant now) {
    var refusals = new ArrayList<Refusal>();
    for (var id : ids) {
      refusal(id, action, now).ifPresent(why -> refusals.add(new Refusal(id, why)));
    }
    return new Found(ids, refusals);
  }

  private Optional<String> refusal(TaskId id, BulkAction action, Instant now) {
    try {
      var task = tasks.find(id);
      return task.isEmpty()
          ? Optional.of("there is no task " + id)
          : action.refusal(task.get(), now);
    } catch (Removed e) {
      return Optional.of(e.reason());
    }
  }

  private void walk(String line, Filter<TaskStatus> filter, Consumer<TaskSnapshot> seen) {
    var from =
        lists.orElseThrow(
            () ->
                new ProblemException(
                    Problem.notOnThisEngine(
                        "This server has no lists, so it needs ids instead of q")));
    int count =
        walks.read(
            () -> {
              int found = 0;
              var after = Optional.<String>empty();
              do {
                var page = from.tasks(query(line, filter, after));
                page.items().forEach(seen);
                found += page.items().size();
                after = page.next();
              } while (after.isPresent() && found <= Bulks.TASKS_AT_MOST);
              return found;
            });
    if (count > Bulks.TASKS_AT_MOST) {
      throw ProblemException.field(
          "q", Code.OUT_OF_RANGE, "finds more than " + Bulks.TASKS_AT_MOST + " tasks");
    }
  }

  private static Lists.Query<TaskStatus> query(
      String line, Filter<TaskStatus> filter, Optional<String> after) {
    return new Lists.Query<>(line, filter, ORDER, PAGE, after, Optional.empty());
  }
}
