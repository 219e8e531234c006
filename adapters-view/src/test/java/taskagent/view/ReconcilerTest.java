package taskagent.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;
import taskagent.domain.view.Filter;
import taskagent.domain.view.Sort;
import taskagent.view.Search.Limits;

/** Changes that never reached the log. */
final class ReconcilerTest {

  private static final Filter<TaskStatus> ALL =
      new Filter<>(List.of(TaskStatus.values()), List.of());

  private final TestView view = new TestView(Limits.USUAL);

  @AfterEach
  void close() {
    view.close();
  }

  private List<TaskSnapshot> listed(TestView of) {
    return of.lists().tasks(TestView.query(ALL, Sort.NEWEST_CHANGE, 500, Optional.empty())).items();
  }

  private static TaskSnapshot task(String id, TaskStatus status, long version) {
    return new TaskSnapshot(
        new TaskId(id),
        "A title",
        "A description",
        status,
        Optional.empty(),
        Optional.empty(),
        MemoryChanges.AT,
        MemoryChanges.AT,
        version);
  }

  private void round() {
    view.view().reconciler().round();
    view.catchUp();
  }

  @Test
  void aTaskThatIsMissingIsAddedAndCounted() {
    view.catchUp();
    var missing = task("a", TaskStatus.PENDING, 1);
    view.changes.saveUnseen("a", Optional.of(missing));
    round();
    assertThat(listed(view)).as("it may have been saved a moment ago").isEmpty();
    round();
    assertThat(listed(view)).containsExactly(missing);
    assertThat(view.view().reconciler().divergences()).isEqualTo(1);
    round();
    round();
    assertThat(view.view().reconciler().divergences()).isEqualTo(1);
  }

  @Test
  void anOpenTaskThatIsGoneIsRemovedAndCounted() {
    view.changes.save(task("a", TaskStatus.PENDING, 1));
    view.catchUp();
    view.changes.saveUnseen("a", Optional.empty());
    round();
    round();
    assertThat(listed(view)).isEmpty();
    assertThat(view.view().reconciler().divergences()).isEqualTo(1);
  }

  @Test
  void whatTheStoreRemovesWhenItsTimeIsOverLeavesTheListAtOnceAndIsNotCounted() {
    for (int i = 0; i < 300; i++) {
      view.changes.save(task("t" + i, TaskStatus.COMPLETED, 1));
    }
    view.catchUp();
    for (int i = 0; i < 150; i++) {
      view.changes.saveUnseen("t" + i, Optional.empty());
    }
    round();
    assertThat(listed(view)).hasSize(150);
    assertThat(view.view().reconciler().divergences()).isZero();
  }

  @Test
  void aTaskThatChangesMeanwhileIsNoDivergence() {
    view.changes.save(task("a", TaskStatus.PENDING, 1));
    view.catchUp();
    view.changes.saveUnseen("a", Optional.of(task("a", TaskStatus.ASSIGNED, 2)));
    view.view().reconciler().round();
    view.changes.save(task("a", TaskStatus.ASSIGNED, 2)); // its entry comes late
    view.catchUp();
    round();
    assertThat(view.view().reconciler().divergences()).isZero();
  }

  @Test
  void aViewThatLagsIsNotCompared() {
    view.catchUp();
    view.changes.saveUnseen("a", Optional.of(task("a", TaskStatus.PENDING, 1)));
    var late =
        new View(
            view.folder, view.changes, () -> MemoryChanges.AT.plusSeconds(3), Limits.USUAL, tail());
    view.changes.restart();
    try (late) {
      late.projector().turn();
      view.changes.save(task("b", TaskStatus.PENDING, 1));
      late.reconciler().round();
      late.reconciler().round();
      assertThat(late.reconciler().divergences()).isZero();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Tail tail() {
    return new Tail(8);
  }

  /** An engine that makes numbers from times may give two tasks the same one. */
  @Test
  void tasksWithTheSameNumberAreBothListed() {
    view.changes.save(task("a", TaskStatus.PENDING, 1), 7);
    view.catchUp();
    view.changes.save(task("b", TaskStatus.PENDING, 1), 7);
    view.changes.save(task("c", TaskStatus.PENDING, 1), 7);
    view.catchUp();
    view.changes.save(task("b", TaskStatus.ASSIGNED, 2), 7);
    view.catchUp();
    assertThat(listed(view))
        .extracting(task -> task.id().value() + task.version())
        .containsExactlyInAnyOrder("a1", "b2", "c1");
    assertThat(view.rows("SELECT sum(items) FROM task_total")).containsExactly("3");
    assertThat(view.view().projector().rebuilds()).isEqualTo(1); // at the start
  }

  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void whateverIsLostTheRowsBecomeThoseOfTheEngine(@ForAll long seed) {
    var random = new Draws(new Random(seed));
    try (var some = new TestView(Limits.USUAL)) {
      some.catchUp();
      for (int i = 1; i <= 40; i++) {
        var id = random.taskId();
        var next =
            random.oneIn(4) ? Optional.<TaskSnapshot>empty() : Optional.of(random.task(id, i));
        if (random.oneIn(2)) {
          some.changes.saveUnseen(id, next);
        } else {
          next.ifPresentOrElse(some.changes::save, () -> some.changes.removeTask(id));
        }
        if (random.oneIn(5)) {
          some.view().reconciler().round();
        }
        if (random.oneIn(3)) {
          some.catchUp();
        }
      }
      for (int i = 0; i < 20; i++) { // each looks at three of the engine's tasks
        some.view().reconciler().round();
        some.catchUp();
      }
      assertThat(listed(some))
          .isEqualTo(
              BruteForce.tasks(some.changes, ALL, Sort.NEWEST_CHANGE).stream()
                  .map(TaskRow::snapshot)
                  .toList());
    }
  }
}
