package taskagent.domain.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import taskagent.domain.task.TaskAnswer.Accepted;
import taskagent.domain.task.TaskAnswer.Refused;
import taskagent.domain.task.TaskCommand.Assign;
import taskagent.domain.task.TaskCommand.Complete;
import taskagent.domain.task.TaskCommand.Create;
import taskagent.domain.task.TaskCommand.IfVersion;
import taskagent.domain.task.TaskCommand.SetDeadline;
import taskagent.domain.task.TaskCommand.Start;
import taskagent.domain.task.TaskCommand.Unassign;

/** Creation, remembered commands, versions and the timeline (specification §2). */
final class TaskTest {

  @Test
  void aCreatedTaskIsPendingAndHasVersionOne() {
    var story = TaskStory.untold();
    var id = story.id();

    var decision = story.tell(new Create(id, "Title", "Description"));

    assertThat(story.task().snapshot())
        .isEqualTo(
            new TaskSnapshot(
                TaskStory.ID,
                "Title",
                "Description",
                TaskStatus.PENDING,
                Optional.empty(),
                Optional.empty(),
                story.now(),
                story.now(),
                1));
    assertThat(decision.events())
        .containsExactly(
            new TaskEvent(
                TaskStory.ID,
                1,
                story.now(),
                TaskEvent.Type.CREATED,
                Optional.empty(),
                TaskStatus.PENDING,
                id,
                "Title"));
    assertThat(story.task().reminder()).isEmpty();
  }

  @Test
  void creatingAnExistingTaskRevisesItsText() {
    var story = TaskStory.of(TaskStatus.ASSIGNED);

    story.tell(new Create(story.id(), "Another title", "Another description"));

    assertThat(story.task().title()).isEqualTo("Another title");
    assertThat(story.task().description()).isEqualTo("Another description");
    assertThat(story.task().assignment()).isPresent();
    assertThat(story.timeline().getLast().type()).isEqualTo(TaskEvent.Type.REVISED);
  }

  @Test
  void aTitleOrADescriptionAloneCanBeRevised() {
    var title = TaskStory.of(TaskStatus.PENDING);
    var description = TaskStory.of(TaskStatus.PENDING);

    title.tell(new Create(title.id(), "Another title", "All the figures"));
    description.tell(new Create(description.id(), "Prepare the report", "Another description"));

    assertThat(title.task().title()).isEqualTo("Another title");
    assertThat(description.task().description()).isEqualTo("Another description");
    assertThat(description.timeline().getLast().type()).isEqualTo(TaskEvent.Type.REVISED);
  }

  @Test
  void unassigningClearsTheAssignee() {
    var story = TaskStory.of(TaskStatus.IN_PROGRESS);

    story.tell(new Unassign(story.id(), Optional.empty()));

    assertThat(story.task().snapshot().assignee()).isEmpty();
    assertThat(story.timeline().getLast().detail()).isEqualTo("ann");
  }

  @Test
  void aRepeatedCommandGetsTheFirstAnswer() {
    var story = TaskStory.of(TaskStatus.PENDING);
    var assign = new Assign(story.id(), "bob");
    var first = story.tell(assign).answer();
    story.advance(Duration.ofMinutes(1));
    story.tell(new Complete(story.id()));
    var before = story.task();

    var again = story.tell(assign);

    assertThat(again.answer()).isEqualTo(first);
    assertThat(again.save()).isFalse();
    assertThat(again.events()).isEmpty();
    assertThat(story.task()).isEqualTo(before);
  }

  @Test
  void aTaskRemembersRefusals() {
    var story = TaskStory.of(TaskStatus.PENDING);
    var start = new Start(story.id());
    var refused = story.tell(start).answer();
    story.tell(new Assign(story.id(), "bob"));

    var again = story.tell(start);

    assertThat(refused)
        .isEqualTo(new Refused(new TaskRefusal.NotAllowed("start", TaskStatus.PENDING)));
    assertThat(again.answer()).isEqualTo(refused);
    assertThat(story.status()).isEqualTo(TaskStatus.ASSIGNED);
  }

  @Test
  void aRefusalThatNobodyCanAskForAgainIsNotSaved() {
    var story = TaskStory.of(TaskStatus.PENDING);
    var before = story.task();
    var refused = story.tell(new Start(CommandId.once("1")));

    assertThat(refused.refused()).isTrue();
    assertThat(refused.save()).isFalse();
    assertThat(story.task()).isEqualTo(before);
  }

  @Test
  void aTaskRemembersItsLast64Commands() {
    var story = TaskStory.of(TaskStatus.PENDING);
    var oldest = new Assign(story.id(), "oldest");
    story.tell(oldest);
    for (int i = 0; i < Task.REMEMBERED - 1; i++) {
      story.tell(new Assign(story.id(), "user-" + i));
    }
    long version = story.task().version();

    story.tell(oldest);
    assertThat(story.task().version()).as("the 64th before is remembered").isEqualTo(version);

    story.tell(new Assign(story.id(), "one more"));
    story.tell(oldest);
    assertThat(story.task().version()).as("the 65th before is not").isEqualTo(version + 2);
    assertThat(story.task().remembered()).hasSize(64);
  }

  @Test
  void aConditionalCommandRunsOnlyOnItsVersion() {
    var story = TaskStory.of(TaskStatus.ASSIGNED);
    long version = story.task().version();

    var old = story.tell(new IfVersion(version - 1, new Start(story.id())));
    var current = story.tell(new IfVersion(version, new Start(story.id())));

    assertThat(old.answer())
        .isEqualTo(new Refused(new TaskRefusal.VersionMismatch(version - 1, version)));
    assertThat(current.answer()).isInstanceOf(Accepted.class);
    assertThat(story.status()).isEqualTo(TaskStatus.IN_PROGRESS);
  }

  @Test
  void aRepeatedConditionalCommandGetsTheSameAnswer() {
    var story = TaskStory.of(TaskStatus.ASSIGNED);
    var start = new IfVersion(story.task().version(), new Start(story.id()));
    var first = story.tell(start).answer();

    assertThat(story.tell(start).answer()).isEqualTo(first);
  }

  @Test
  void aConditionalCommandCanBeRefusedForItsContent() {
    var story = TaskStory.of(TaskStatus.PENDING);

    var answer = story.tell(new IfVersion(story.task().version(), new Start(story.id()))).answer();

    assertThat(answer)
        .isEqualTo(new Refused(new TaskRefusal.NotAllowed("start", TaskStatus.PENDING)));
  }

  @Test
  void aClockSetBackDoesNotMoveATaskBackInTime() {
    var story = TaskStory.of(TaskStatus.PENDING);
    var before = story.task().updatedAt();
    story.setClock(before.minusSeconds(3600));

    story.tell(new Assign(story.id(), "bob"));

    assertThat(story.task().updatedAt()).isEqualTo(before);
    assertThat(story.timeline().getLast().at()).isEqualTo(before);
    assertThat(story.task().createdAt()).isEqualTo(TaskStory.BEGIN);
  }

  @Test
  void theTimelineRecordsChangeTimeAndCommand() {
    var story = TaskStory.of(TaskStatus.ASSIGNED);
    var command = story.id();
    var deadline = story.now().plusSeconds(5);
    story.advance(Duration.ofSeconds(1));

    story.tell(new SetDeadline(command, deadline));

    assertThat(story.timeline().getLast())
        .isEqualTo(
            new TaskEvent(
                TaskStory.ID,
                4,
                TaskStory.BEGIN.plusSeconds(1),
                TaskEvent.Type.DEADLINE_SET,
                Optional.of(TaskStatus.ASSIGNED),
                TaskStatus.ASSIGNED,
                command,
                deadline.toString()));
  }

  @Test
  void aRefusalHasAReason() {
    assertThat(new TaskRefusal.NotFound(TaskStory.ID).reason()).isEqualTo("there is no task t-1");
    assertThat(new TaskRefusal.Closed(TaskStatus.CANCELLED).reason())
        .isEqualTo("the task is cancelled and can no longer change");
    assertThat(new TaskRefusal.NotAllowed("start", TaskStatus.IN_PROGRESS).reason())
        .isEqualTo("cannot start a task that is in_progress");
    assertThat(new TaskRefusal.VersionMismatch(1, 2).reason())
        .isEqualTo("the task has version 2, not 1");
  }
}
