package taskagent.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;
import taskagent.domain.view.Feed;
import taskagent.domain.view.Feed.Position;
import taskagent.domain.view.Feed.RunEntry;
import taskagent.domain.view.Feed.TaskEntry;
import taskagent.domain.view.Filter;
import taskagent.domain.view.Matches;
import taskagent.domain.view.RunState;
import taskagent.domain.view.RunSummary;
import taskagent.domain.view.Sort;
import taskagent.view.Search.Limits;

/** A reader that lists, and then follows the changes, has the rows of a new list. */
final class FeedProperties {

  private static final int CHANGES = 60;

  /** A client: it knows the items that match its filters, and where it is. */
  private static final class Reader {

    private Filter<TaskStatus> ofTasks;
    private final Filter<RunState> ofRuns;
    private final Map<String, TaskSnapshot> tasks = new TreeMap<>();
    private final Map<String, RunSummary> runs = new TreeMap<>();
    private Position position = new Position("none", 0);
    private int resets;

    Reader(Draws draws) {
      this.ofTasks = draws.taskFilter();
      this.ofRuns = draws.runFilter();
    }

    void everything() {
      ofTasks = new Filter<>(List.of(TaskStatus.values()), List.of());
    }

    /** Reads what follows, in parts; lists anew if that is not there any more. */
    void follow(View view, int limit) throws InterruptedException {
      while (true) {
        var part = view.after(position, limit, Duration.ZERO);
        if (part.isEmpty()) {
          list(view);
          continue;
        }
        long last = position.seq();
        for (var entry : part.get().entries()) {
          assertThat(entry.seq()).isGreaterThan(last);
          last = entry.seq();
          apply(entry);
        }
        assertThat(part.get().upTo().seq()).isGreaterThanOrEqualTo(last);
        if (part.get().upTo().equals(position)) {
          return;
        }
        position = part.get().upTo();
      }
    }

    private void list(View view) {
      resets++;
      var listed = view.tasks(TestView.query(ofTasks, Sort.NEWEST_CHANGE, 500, Optional.empty()));
      tasks.clear();
      listed.items().forEach(task -> tasks.put(task.id().value(), task));
      runs.clear();
      view.runs(TestView.query(ofRuns, Sort.NEWEST_CHANGE, 500, Optional.empty()))
          .items()
          .forEach(run -> runs.put(run.id().value(), run));
      position = listed.asOf().position();
    }

    private void apply(Feed.Entry entry) {
      switch (entry) {
        case TaskEntry(_, var id, var before, var after) -> {
          assertThat(before).isNotEqualTo(after);
          replace(tasks, id.value(), after.filter(task -> Matches.task(ofTasks, task)));
        }
        case RunEntry(_, var id, _, var after) ->
            replace(runs, id.value(), after.filter(run -> Matches.run(ofRuns, run)));
      }
    }

    private static <T> void replace(Map<String, T> all, String id, Optional<T> now) {
      now.ifPresentOrElse(item -> all.put(id, item), () -> all.remove(id));
    }
  }

  @Property(tries = 15, shrinking = ShrinkingMode.OFF)
  void aReaderHasWhatAListHas(@ForAll long seed) throws InterruptedException {
    var draws = new Draws(new Random(seed));
    try (var view = new TestView(Limits.USUAL, 1 + draws.below(20))) {
      view.catchUp();
      var reader = new Reader(draws);
      for (int i = 1; i <= CHANGES; i++) {
        change(view, draws, i);
        if (draws.oneIn(3)) {
          view.catchUp();
          reader.follow(view.view(), 1 + draws.below(6));
        }
      }
      view.catchUp();
      reader.follow(view.view(), 100);
      assertThat(List.copyOf(reader.tasks.values()))
          .isEqualTo(
              BruteForce.tasks(view.changes, reader.ofTasks, Sort.NEWEST_CHANGE).stream()
                  .map(TaskRow::snapshot)
                  .sorted((a, b) -> a.id().value().compareTo(b.id().value()))
                  .toList());
      assertThat(List.copyOf(reader.runs.values()))
          .isEqualTo(
              BruteForce.runs(view.changes, reader.ofRuns, Sort.NEWEST_CHANGE).stream()
                  .map(RunRow::summary)
                  .sorted((a, b) -> a.id().value().compareTo(b.id().value()))
                  .toList());
    }
  }

  private static void change(TestView view, Draws draws, int version) {
    switch (draws.below(20)) {
      case 0 -> view.changes.removeTask(draws.taskId());
      case 1 ->
          draws
              .idAmong(view.changes.runs().stream().map(run -> run.value().run().id().value()))
              .ifPresent(view.changes::removeRun);
      case 2 -> view.reopen();
      case 3 -> view.view().projector().reopen();
      case 4 -> view.view().projector().damaged();
      case 5, 6, 7 -> view.changes.save(draws.run(draws.taskId()));
      default -> view.changes.save(draws.task(draws.taskId(), version));
    }
  }

  /** Two replicas read the same log, and one of them may have read an item before its entry. */
  @Property(tries = 15, shrinking = ShrinkingMode.OFF)
  void aReaderMayChangeTheReplica(@ForAll long seed) throws InterruptedException {
    var draws = new Draws(new Random(seed));
    try (var one = new TestView(new MemoryChanges());
        var other = new TestView(one.changes)) {
      one.catchUp();
      other.catchUp();
      var reader = new Reader(draws);
      reader.everything();
      for (int i = 1; i <= CHANGES; i++) {
        one.changes.save(draws.task(draws.taskId(), i));
        one.changes.atOnce(1 + draws.below(3));
        (draws.oneIn(2) ? one : other).turn();
        if (draws.oneIn(3)) {
          reader.follow((draws.oneIn(2) ? one : other).view(), 1 + draws.below(6));
        }
      }
      one.changes.atOnce(Integer.MAX_VALUE);
      one.turn();
      other.turn();
      reader.follow(one.view(), 100);
      assertThat(reader.resets).isEqualTo(1); // at the beginning
      assertThat(List.copyOf(reader.tasks.values()))
          .isEqualTo(
              BruteForce.tasks(one.changes, reader.ofTasks, Sort.NEWEST_CHANGE).stream()
                  .map(TaskRow::snapshot)
                  .sorted((a, b) -> a.id().value().compareTo(b.id().value()))
                  .toList());
    }
  }

  @Property(tries = 5, shrinking = ShrinkingMode.OFF)
  void aReaderThatKeepsUpIsNeverReset(@ForAll long seed) throws InterruptedException {
    var draws = new Draws(new Random(seed));
    try (var view = new TestView(Limits.USUAL, 20)) {
      view.catchUp();
      var reader = new Reader(draws);
      for (int i = 1; i <= CHANGES; i++) {
        view.changes.save(draws.task(draws.taskId(), i));
        view.turn();
        reader.follow(view.view(), 3);
      }
      assertThat(reader.resets).isEqualTo(1); // at the beginning
    }
  }
}
