package taskagent.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;
import taskagent.domain.view.Filter;
import taskagent.domain.view.Lists.Page;
import taskagent.domain.view.Lists.Query;
import taskagent.domain.view.Lists.Total;
import taskagent.domain.view.Sort;
import taskagent.domain.view.Sort.By;
import taskagent.view.Search.Limits;

/** Whatever happened before, lists have what a test of every item finds. */
final class ListProperties {

  private static final int CHANGES = 60;
  private static final int QUERIES = 25;
  private static final List<By> OF_TASKS = List.of(By.values());
  private static final List<By> OF_RUNS = List.of(By.UPDATED, By.CREATED);

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void listsAreRightAfterAnyHistory(@ForAll long seed) {
    var draws = new Draws(new Random(seed));
    // So small that every way to find a page is used.
    var limits =
        new Limits(draws.below(12), draws.below(12), draws.below(6), Duration.ofMinutes(1));
    try (var view = new TestView(limits)) {
      live(view, draws);
      view.catchUp();
      countsAreRight(view);
      for (int i = 0; i < QUERIES; i++) {
        tasksAreRight(view, draws);
        runsAreRight(view, draws);
        ownersSeeTheirOwn(view, draws);
      }
    }
  }

  private static void live(TestView view, Draws draws) {
    for (int i = 1; i <= CHANGES; i++) {
      switch (draws.below(12)) {
        case 0 -> view.changes.removeTask(draws.taskId());
        case 1 ->
            draws
                .idAmong(view.changes.runs().stream().map(run -> run.value().run().id().value()))
                .ifPresent(view.changes::removeRun);
        case 2, 3, 4 -> view.changes.save(draws.run(draws.taskId()));
        default -> view.changes.save(draws.task(draws.taskId(), i));
      }
      switch (draws.below(16)) {
        case 0, 1, 2 -> view.turn();
        case 3 -> view.reopen();
        case 4 -> {
          view.changes.failAfter(draws.below(2));
          view.turn();
        }
        case 5 -> view.view().projector().damaged();
        case 6 -> view.changes.trim(view.changes.last());
        default -> {}
      }
    }
  }

  private static void countsAreRight(TestView view) {
    assertThat(view.rows("SELECT assignee || status || ':' || items FROM task_count ORDER BY 1"))
        .isEqualTo(
            view.rows(
                "SELECT assignee || status || ':' || count(*) FROM task"
                    + " GROUP BY assignee, status ORDER BY 1"));
    assertThat(view.rows("SELECT status || ':' || items FROM task_total ORDER BY 1"))
        .isEqualTo(
            view.rows("SELECT status || ':' || count(*) FROM task GROUP BY status ORDER BY 1"));
    assertThat(view.rows("SELECT status || ':' || items FROM run_total ORDER BY 1"))
        .isEqualTo(
            view.rows("SELECT status || ':' || count(*) FROM run GROUP BY status ORDER BY 1"));
    assertThat(view.rows("SELECT rowid FROM task_text ORDER BY 1"))
        .isEqualTo(view.rows("SELECT number FROM task ORDER BY 1"));
  }

  private static void tasksAreRight(TestView view, Draws draws) {
    var filter = draws.taskFilter();
    var sort = draws.sort(OF_TASKS);
    var expected = BruteForce.tasks(view.changes, filter, sort);
    check(
        pages(filter, sort, 1 + draws.below(5), view.lists()::tasks),
        expected.stream().map(TaskRow::snapshot).toList(),
        filter + " by " + sort);
  }

  private static void runsAreRight(TestView view, Draws draws) {
    var filter = draws.runFilter();
    var sort = draws.sort(OF_RUNS);
    var expected = BruteForce.runs(view.changes, filter, sort);
    check(
        pages(filter, sort, 1 + draws.below(5), view.lists()::runs),
        expected.stream().map(RunRow::summary).toList(),
        filter + " by " + sort);
  }

  private static void ownersSeeTheirOwn(TestView view, Draws draws) {
    var user = draws.owner();
    var filter = draws.runFilter();
    var sort = draws.sort(OF_RUNS);
    check(
        pages(filter.ownedBy(user), sort, 1 + draws.below(5), view.lists()::runs),
        BruteForce.runsOf(user, view.changes, filter, sort).stream().map(RunRow::summary).toList(),
        "of " + user + " " + filter + " by " + sort);
    var ofTasks = draws.taskFilter().ownedBy(user);
    view.view()
        .countTasks(ofTasks)
        .ifPresent(
            counts ->
                assertThat(counts)
                    .as("%s", ofTasks)
                    .allSatisfy(
                        count ->
                            assertThat(count.items())
                                .isEqualTo(
                                    BruteForce.tasks(view.changes, ofTasks, Sort.NEWEST_CHANGE)
                                        .stream()
                                        .filter(task -> task.status() == count.state())
                                        .count())));
  }

  private static <T> void check(List<Page<T>> pages, List<T> expected, String what) {
    assertThat(pages.stream().flatMap(page -> page.items().stream()).toList())
        .as(what)
        .isEqualTo(expected);
    for (var page : pages) {
      var total = page.total();
      assertThat(total)
          .as(what)
          .isEqualTo(
              total.exact() ? new Total(expected.size(), true) : new Total(total.value(), false));
      assertThat(total.value()).as(what).isLessThanOrEqualTo(expected.size());
      assertThat(page.stale()).isFalse();
    }
  }

  private static <S extends Enum<S>, T> List<Page<T>> pages(
      Filter<S> filter, Sort sort, int limit, Function<Query<S>, Page<T>> list) {
    var pages = new ArrayList<Page<T>>();
    var after = Optional.<String>empty();
    do {
      var page = list.apply(TestView.query(filter, sort, limit, after));
      assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
      pages.add(page);
      after = page.next();
    } while (after.isPresent());
    return pages;
  }

  /** A task that does not change is on some page, whatever happens to the others meanwhile. */
  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void pagingMissesNoTaskThatDoesNotChange(@ForAll long seed) {
    var draws = new Draws(new Random(seed));
    try (var view =
        new TestView(new Limits(draws.below(12), draws.below(12), 2, Duration.ofMinutes(1)))) {
      for (int i = 0; i < 15; i++) {
        view.changes.save(draws.task("t" + i, 1));
        view.changes.save(draws.task("fixed" + i, 1));
      }
      view.catchUp();
      var filter = draws.taskFilter();
      var sort = draws.sort(OF_TASKS);
      var fixed =
          BruteForce.tasks(view.changes, filter, sort).stream()
              .map(TaskRow::snapshot)
              .filter(task -> task.id().value().startsWith("fixed"))
              .toList();
      assertThat(pagesWhileTasksChange(view, draws, filter, sort)).containsAll(fixed);
    }
  }

  private static List<TaskSnapshot> pagesWhileTasksChange(
      TestView view, Draws draws, Filter<TaskStatus> filter, Sort sort) {
    var seen = new ArrayList<TaskSnapshot>();
    var after = Optional.<String>empty();
    // The others may move on for ever, so only as many pages as everything needs twice.
    for (int page = 0; page < 30; page++) {
      var found = view.lists().tasks(TestView.query(filter, sort, 2, after));
      seen.addAll(found.items());
      after = found.next();
      if (after.isEmpty()) {
        return seen;
      }
      view.changes.save(draws.task(draws.taskId(), 2 + page));
      view.changes.removeTask(draws.taskId());
      view.catchUp();
    }
    return seen;
  }
}
