package taskagent.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import taskagent.domain.task.TaskAnswer.Accepted;
import taskagent.domain.task.TaskCommand.Assign;
import taskagent.domain.task.TaskCommand.Cancel;
import taskagent.domain.task.TaskCommand.ClearDeadline;
import taskagent.domain.task.TaskCommand.Complete;
import taskagent.domain.task.TaskCommand.Create;
import taskagent.domain.task.TaskCommand.SetDeadline;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;

/** How every engine handles deadlines (specification §2, §8.9). */
public abstract class DeadlinesContract extends EngineContract {

  private static final Duration SOON = Duration.ofSeconds(2);

  /** The number of simultaneous deadlines; more than an engine handles in one batch. */
  protected int manyDeadlines() {
    return 500;
  }

  private TaskId assigned(Instant deadline) {
    var task = newTask();
    tasks()
        .run(
            task,
            List.of(
                new Create(newCommand(), "Prepare the report", "All the figures"),
                new Assign(newCommand(), "ann"),
                new SetDeadline(newCommand(), deadline)));
    return task;
  }

  private TaskSnapshot find(TaskId task) {
    return tasks().find(task).orElseThrow();
  }

  private void eventuallyOverdue(TaskId task) {
    eventually(() -> assertThat(find(task).status()).isEqualTo(TaskStatus.OVERDUE));
  }

  private List<TaskEvent> overdueEvents(TaskId task) {
    return tasks().timeline(task).orElseThrow().stream()
        .filter(event -> event.type() == TaskEvent.Type.OVERDUE)
        .toList();
  }

  /** Advances the clock until a new task with the latest deadline is overdue. */
  private void untilOverdue(Duration by) {
    var witness = assigned(now().plus(by));
    engine().advance(by);
    eventuallyOverdue(witness);
  }

  @Test
  void anOpenTaskBecomesOverdueAfterItsDeadlineAndNeverBefore() {
    var deadline = now().plus(SOON);
    var task = assigned(deadline);

    engine().advance(SOON.minusMillis(1));
    engine().advance(Duration.ofMillis(1));

    eventuallyOverdue(task);
    assertThat(overdueEvents(task))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.at()).isAfterOrEqualTo(deadline);
              assertThat(event.from()).contains(TaskStatus.ASSIGNED);
            });
    assertThat(find(task).deadline()).contains(deadline);
  }

  @Test
  void aTaskIsMarkedOverdueOnce() {
    var task = assigned(now().plus(SOON));
    engine().advance(SOON);
    eventuallyOverdue(task);

    untilOverdue(SOON);
    engine().restart(SOON);
    untilOverdue(SOON);

    assertThat(overdueEvents(task)).hasSize(1);
  }

  @Test
  void aDeadlineInThePastFiresAtOnce() {
    var task = assigned(now().minusSeconds(60));

    eventuallyOverdue(task);
  }

  @Test
  void aMovedDeadlineFiresAndTheOldOneDoesNot() {
    var task = assigned(now().plus(SOON));
    var later = now().plus(SOON.multipliedBy(2));
    tasks().run(task, new SetDeadline(newCommand(), later));

    untilOverdue(SOON);
    engine().advance(SOON);
    eventuallyOverdue(task);

    assertThat(overdueEvents(task).getFirst().at()).isAfterOrEqualTo(later);
  }

  @Test
  void anEarlierDeadlineReplacesALaterOne() {
    var task = assigned(now().plusSeconds(3600));
    tasks().run(task, new SetDeadline(newCommand(), now().plus(SOON)));

    engine().advance(SOON);

    eventuallyOverdue(task);
  }

  @Test
  void completedCancelledAndClearedTasksDoNotBecomeOverdue() {
    var soon = now().plus(SOON);
    var completed = assigned(soon);
    var cancelled = assigned(soon);
    var cleared = assigned(soon);
    tasks().run(completed, new Complete(newCommand()));
    tasks().run(cancelled, new Cancel(newCommand()));
    tasks().run(cleared, new ClearDeadline(newCommand(), Optional.empty()));

    untilOverdue(SOON);

    assertThat(find(completed).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(find(cancelled).status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(find(cleared).status()).isEqualTo(TaskStatus.ASSIGNED);
  }

  @Test
  void aLaterDeadlineRestoresAnOverdueTaskWhichCanBecomeOverdueAgain() {
    var task = assigned(now().plus(SOON));
    engine().advance(SOON);
    eventuallyOverdue(task);

    var answer = tasks().run(task, new SetDeadline(newCommand(), now().plus(SOON)));

    assertThat(answer)
        .isInstanceOfSatisfying(
            Accepted.class,
            accepted -> assertThat(accepted.task().status()).isEqualTo(TaskStatus.ASSIGNED));
    engine().advance(SOON);
    eventuallyOverdue(task);
    assertThat(overdueEvents(task)).hasSize(2);
  }

  @Test
  void aDeadlineMissedDuringDowntimeFiresAfterTheRestart() {
    var task = assigned(now().plus(SOON));

    engine().restart(SOON.multipliedBy(2));

    eventuallyOverdue(task);
  }

  @Test
  void aDeadlineSurvivesARestart() {
    var deadline = now().plus(SOON);
    var task = assigned(deadline);

    engine().restart(Duration.ZERO);
    assertThat(find(task).status() == TaskStatus.ASSIGNED || !now().isBefore(deadline))
        .as("it is open until its deadline, which with a real clock may have come")
        .isTrue();
    engine().advance(SOON);

    eventuallyOverdue(task);
  }

  @Test
  void manySimultaneousDeadlinesAllFire() {
    var deadline = now().plus(SOON.multipliedBy(2));
    var all = IntStream.range(0, manyDeadlines()).mapToObj(_ -> assigned(deadline)).toList();

    engine().advance(SOON.multipliedBy(2));

    for (var task : all) {
      eventuallyOverdue(task);
    }
  }
}
