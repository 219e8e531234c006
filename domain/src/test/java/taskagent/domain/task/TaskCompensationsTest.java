package taskagent.domain.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import taskagent.domain.task.TaskAnswer.Refused;
import taskagent.domain.task.TaskAnswer.Skipped;
import taskagent.domain.task.TaskCommand.Assign;
import taskagent.domain.task.TaskCommand.Cancel;
import taskagent.domain.task.TaskCommand.ClearDeadline;
import taskagent.domain.task.TaskCommand.Create;
import taskagent.domain.task.TaskCommand.DeadlineReached;
import taskagent.domain.task.TaskCommand.SetDeadline;
import taskagent.domain.task.TaskCommand.Start;
import taskagent.domain.task.TaskCommand.Unassign;

/** A compensation reverses only the changes of its own saga (specification §4). */
final class TaskCompensationsTest {

  private static final CommandId CREATE = new CommandId("w/create/do");
  private static final CommandId ASSIGN = new CommandId("w/assign/do");
  private static final CommandId DEADLINE = new CommandId("w/set_deadline/do");
  private static final Unassign UNASSIGN =
      new Unassign(new CommandId("w/assign/undo"), Optional.of(ASSIGN));
  private static final ClearDeadline CLEAR =
      new ClearDeadline(new CommandId("w/set_deadline/undo"), Optional.of(DEADLINE));

  private final TaskStory story = TaskStory.untold();

  private void done() {
    story.tell(new Create(CREATE, "Title", "Description"));
    story.tell(new Assign(ASSIGN, "ann"));
    story.tell(new SetDeadline(DEADLINE, story.now().plusSeconds(60)));
  }

  private void assertChangesNothing(TaskCommand undo, String reason) {
    var before = story.task().snapshot();
    var decision = story.tell(undo);
    assertThat(decision.answer()).isEqualTo(new Skipped(before, reason));
    assertThat(story.tell(undo).answer()).as("the same answer again").isEqualTo(decision.answer());
    assertThat(decision.events()).isEmpty();
    assertThat(story.task().snapshot()).isEqualTo(before);
  }

  @Test
  void theChangesOfTheSagaAreReversed() {
    done();

    story.tell(CLEAR);
    story.tell(UNASSIGN);

    assertThat(story.status()).isEqualTo(TaskStatus.PENDING);
    assertThat(story.task().assignment()).isEmpty();
    assertThat(story.task().deadline()).isEmpty();
    assertThat(story.task().reminder()).isEmpty();
  }

  @Test
  void aCompensationRunsOnlyOnce() {
    done();
    story.tell(CLEAR);
    story.tell(UNASSIGN);

    var before = story.task();
    story.tell(CLEAR);
    story.tell(UNASSIGN);
    assertThat(story.task()).isEqualTo(before);
    assertChangesNothing(new Unassign(story.id(), Optional.of(ASSIGN)), "the task has no assignee");
    assertChangesNothing(
        new ClearDeadline(story.id(), Optional.of(DEADLINE)), "the task has no deadline");
  }

  @Test
  void aCompensationOfAStepWithoutEffectChangesNothing() {
    story.tell(new Create(CREATE, "Title", "Description"));

    assertChangesNothing(CLEAR, "the task has no deadline");
    assertChangesNothing(UNASSIGN, "the task has no assignee");
  }

  @Test
  void aStepThatArrivesAfterItsCompensationIsRefused() {
    story.tell(new Create(CREATE, "Title", "Description"));
    story.tell(CLEAR);
    story.tell(UNASSIGN);
    var before = story.task();

    var refused =
        new Refused(new TaskRefusal.NotAllowed("run a compensated command on", TaskStatus.PENDING));
    assertThat(story.tell(new Assign(ASSIGN, "ann")).answer()).isEqualTo(refused);
    assertThat(story.tell(new SetDeadline(DEADLINE, story.now())).answer()).isEqualTo(refused);

    assertThat(story.task()).isEqualTo(before);
  }

  @Test
  void anAssignmentByAnotherCommandIsKept() {
    done();
    story.tell(new Assign(story.id(), "ann"));

    assertChangesNothing(UNASSIGN, "the task was assigned by another command");
    assertThat(story.task().assignment().orElseThrow().assignee()).isEqualTo("ann");
  }

  @Test
  void aDeadlineSetByAnotherCommandIsKept() {
    done();
    story.tell(new SetDeadline(story.id(), story.now().plusSeconds(60)));

    assertChangesNothing(CLEAR, "the task has the deadline of another command");
    assertThat(story.task().reminder()).isPresent();
  }

  @Test
  void aClosedTaskIsNotChanged() {
    done();
    story.tell(new Cancel(story.id()));

    assertChangesNothing(CLEAR, "the task is cancelled");
    assertChangesNothing(UNASSIGN, "the task is cancelled");
  }

  @Test
  void anAssignmentIsReversedEvenIfTheWorkHasStarted() {
    done();
    story.tell(new Start(story.id()));

    story.tell(UNASSIGN);

    assertThat(story.status()).isEqualTo(TaskStatus.PENDING);
  }

  @Test
  void anOverdueTaskReturnsToPendingAfterBothCompensations() {
    done();
    var deadline = story.task().reminder().orElseThrow();
    story.setClock(deadline);
    story.tell(new DeadlineReached(deadline));

    story.tell(CLEAR);
    story.tell(UNASSIGN);

    assertThat(story.status()).isEqualTo(TaskStatus.PENDING);
    assertThat(story.task().beforeOverdue()).isEmpty();
  }

  @Test
  void aTaskOverdueByAnotherDeadlineStaysOverdue() {
    done();
    var deadline = story.now().plusSeconds(1);
    story.tell(new SetDeadline(story.id(), deadline));
    story.setClock(deadline);
    story.tell(new DeadlineReached(deadline));

    story.tell(CLEAR);
    story.tell(UNASSIGN);

    assertThat(story.status()).isEqualTo(TaskStatus.OVERDUE);
    assertThat(story.task().beforeOverdue()).contains(TaskStatus.PENDING);
  }
}
