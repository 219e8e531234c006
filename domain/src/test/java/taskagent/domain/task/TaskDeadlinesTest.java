package taskagent.domain.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import taskagent.domain.task.TaskCommand.Assign;
import taskagent.domain.task.TaskCommand.Cancel;
import taskagent.domain.task.TaskCommand.ClearDeadline;
import taskagent.domain.task.TaskCommand.Complete;
import taskagent.domain.task.TaskCommand.Create;
import taskagent.domain.task.TaskCommand.DeadlineReached;
import taskagent.domain.task.TaskCommand.SetDeadline;
import taskagent.domain.task.TaskCommand.Unassign;

/** Deadlines and reminders (specification §2). */
final class TaskDeadlinesTest {

  private static final Instant DEADLINE = TaskStory.BEGIN.plusSeconds(3600);

  @Test
  void settingADeadlineSetsTheReminder() {
    var story = TaskStory.untold();
    story.tell(new Create(story.id(), "Title", "Description"));

    story.tell(new SetDeadline(story.id(), DEADLINE));

    assertThat(story.task().reminder()).contains(DEADLINE);
  }

  @Test
  void anEarlyReminderChangesNothingAndStaysDue() {
    var story = TaskStory.of(TaskStatus.ASSIGNED);
    story.setClock(DEADLINE.minusNanos(1));

    var decision = story.tell(new DeadlineReached(DEADLINE));

    assertThat(story.status()).isEqualTo(TaskStatus.ASSIGNED);
    assertThat(decision.save()).isFalse();
    assertThat(decision.events()).isEmpty();
    assertThat(story.task().reminder()).contains(DEADLINE);
  }

  @Test
  void aReminderThatFiresOnTimeMakesTheTaskOverdueAndEnds() {
    var story = TaskStory.of(TaskStatus.IN_PROGRESS);
    story.setClock(DEADLINE);

    var decision = story.tell(new DeadlineReached(DEADLINE));

    assertThat(story.status()).isEqualTo(TaskStatus.OVERDUE);
    assertThat(story.task().beforeOverdue()).contains(TaskStatus.IN_PROGRESS);
    assertThat(story.task().reminder()).isEmpty();
    assertThat(decision.events().getFirst().type()).isEqualTo(TaskEvent.Type.OVERDUE);
    assertThat(decision.events().getFirst().detail()).isEqualTo(DEADLINE.toString());
  }

  @Test
  void aRepeatedReminderChangesNothing() {
    var story = TaskStory.of(TaskStatus.OVERDUE);

    for (int i = 0; i < 3; i++) {
      var decision = story.tell(new DeadlineReached(DEADLINE));
      assertThat(decision.save()).isFalse();
      assertThat(decision.events()).isEmpty();
    }
  }

  @Test
  void aReminderIsNotRemembered() {
    var story = TaskStory.of(TaskStatus.OVERDUE);

    assertThat(story.task().remembered())
        .noneMatch(remembered -> remembered.id().value().contains("deadline"));
  }

  @Test
  void aReminderForAMovedDeadlineChangesNothing() {
    var story = TaskStory.of(TaskStatus.ASSIGNED);
    story.tell(new SetDeadline(story.id(), DEADLINE.plusSeconds(60)));
    story.setClock(DEADLINE.plusSeconds(30));

    story.tell(new DeadlineReached(DEADLINE));

    assertThat(story.status()).isEqualTo(TaskStatus.ASSIGNED);
    assertThat(story.task().reminder()).contains(DEADLINE.plusSeconds(60));
  }

  @Test
  void movingTheDeadlineMovesTheReminder() {
    var story = TaskStory.of(TaskStatus.ASSIGNED);

    story.tell(new SetDeadline(story.id(), DEADLINE.minusSeconds(60)));

    assertThat(story.task().reminder()).contains(DEADLINE.minusSeconds(60));
  }

  @Test
  void settingTheSameDeadlineAgainKeepsTheReminder() {
    var story = TaskStory.of(TaskStatus.ASSIGNED);

    story.tell(new SetDeadline(story.id(), DEADLINE));

    assertThat(story.task().reminder()).contains(DEADLINE);
  }

  @Test
  void completingCancellingOrClearingRemovesTheReminder() {
    var completed = TaskStory.of(TaskStatus.ASSIGNED);
    var cancelled = TaskStory.of(TaskStatus.ASSIGNED);
    var cleared = TaskStory.of(TaskStatus.ASSIGNED);

    completed.tell(new Complete(completed.id()));
    cancelled.tell(new Cancel(cancelled.id()));
    cleared.tell(new ClearDeadline(cleared.id(), Optional.empty()));

    assertThat(completed.task().reminder()).isEmpty();
    assertThat(cancelled.task().reminder()).isEmpty();
    assertThat(cleared.task().reminder()).isEmpty();
    assertThat(cleared.task().deadline()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = TaskStatus.class,
      names = {"COMPLETED", "CANCELLED"})
  void aTerminalTaskNeverBecomesOverdue(TaskStatus terminal) {
    var story = TaskStory.of(terminal);
    story.setClock(DEADLINE.plus(Duration.ofDays(365)));

    var decision = story.tell(new DeadlineReached(DEADLINE));

    assertThat(story.status()).isEqualTo(terminal);
    assertThat(decision.save()).isFalse();
    assertThat(decision.refused()).as("it is accepted, so the handler does not retry").isFalse();
  }

  @Test
  void aDeadlineInThePastMakesTheReminderDueAtOnce() {
    var story = TaskStory.of(TaskStatus.ASSIGNED);
    var past = story.now().minusSeconds(1);

    story.tell(new SetDeadline(story.id(), past));

    assertThat(story.task().reminder()).contains(past);
    story.tell(new DeadlineReached(past));
    assertThat(story.status()).isEqualTo(TaskStatus.OVERDUE);
  }

  @Test
  void aLaterDeadlineGivesAnOverdueTaskAReminderAgain() {
    var story = TaskStory.of(TaskStatus.OVERDUE);
    var later = story.now().plusSeconds(60);

    story.tell(new SetDeadline(story.id(), later));

    assertThat(story.status()).isEqualTo(TaskStatus.ASSIGNED);
    assertThat(story.task().reminder()).contains(later);
    story.setClock(later);
    story.tell(new DeadlineReached(later));
    assertThat(story.status()).isEqualTo(TaskStatus.OVERDUE);
  }

  @Test
  void anotherPastDeadlineKeepsAnOverdueTaskOverdue() {
    var story = TaskStory.of(TaskStatus.OVERDUE);

    story.tell(new SetDeadline(story.id(), story.now()));

    assertThat(story.status()).isEqualTo(TaskStatus.OVERDUE);
    assertThat(story.task().reminder()).isEmpty();
  }

  @Test
  void assigningAnOverdueTaskRestartsItAndTheDeadlineDoesNotFireAgain() {
    var story = TaskStory.of(TaskStatus.OVERDUE);

    story.tell(new Assign(story.id(), "bob"));
    story.tell(new DeadlineReached(DEADLINE));

    assertThat(story.status()).isEqualTo(TaskStatus.ASSIGNED);
    assertThat(story.task().reminder()).isEmpty();
  }

  @Test
  void anUnassignedOverdueTaskStaysOverdueAndReturnsToPending() {
    var story = TaskStory.overdueAfter(TaskStatus.IN_PROGRESS);

    story.tell(new Unassign(story.id(), Optional.empty()));

    assertThat(story.status()).isEqualTo(TaskStatus.OVERDUE);
    assertThat(story.task().assignment()).isEmpty();
    story.tell(new ClearDeadline(story.id(), Optional.empty()));
    assertThat(story.status()).isEqualTo(TaskStatus.PENDING);
  }

  @Test
  void clearingAMissingDeadlineChangesNothing() {
    var story = TaskStory.untold();
    story.tell(new Create(story.id(), "Title", "Description"));

    var decision = story.tell(new ClearDeadline(story.id(), Optional.empty()));

    assertThat(decision.refused()).isFalse();
    assertThat(decision.events()).isEmpty();
    assertThat(story.task().version()).isEqualTo(1);
  }
}
