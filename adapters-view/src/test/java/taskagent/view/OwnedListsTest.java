package taskagent.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import taskagent.domain.task.TaskStatus;
import taskagent.domain.view.Condition;
import taskagent.domain.view.Feed;
import taskagent.domain.view.Filter;
import taskagent.domain.view.RunState;
import taskagent.domain.view.Sort;
import taskagent.view.Search.Limits;

/** Lists of what belongs to a user. {@link ListProperties} compares what they contain. */
final class OwnedListsTest {

  private final TestView view = new TestView(Limits.USUAL);

  @AfterEach
  void close() {
    view.close();
  }

  @Test
  void theyAreFoundAndCountedByIndexes() {
    var draws = new Draws(new Random(1));
    for (int i = 0; i < 40; i++) {
      view.changes.save(draws.task("t" + i, 1));
    }
    view.catchUp();
    var all = new Filter<>(List.of(TaskStatus.values()), List.of()).ownedBy("ada");
    var counts = view.view().countTasks(all).orElseThrow();
    assertThat(counts.stream().mapToLong(Feed.Count::items).sum())
        .isPositive()
        .isEqualTo(
            view.lists()
                .tasks(TestView.query(all, Sort.NEWEST_CHANGE, 5, Optional.empty()))
                .total()
                .value());
    for (var owned :
        List.of(
            new Where("task").add("SELECT 1 FROM task").statuses("+", all.states()),
            new Where("run").add("SELECT 1 FROM run").statuses("+", List.of(RunState.RUNNING)))) {
      var sql = owned.and("", List.of(new Condition.OwnedBy("ada"))).sql().replace("?", "'ada'");
      assertThat(view.plan(sql))
          .as(sql)
          .anyMatch(line -> line.contains("_by_requester"))
          .anyMatch(line -> line.contains("task_by_assignee"))
          .noneMatch(line -> line.startsWith("SCAN"));
    }
  }
}
