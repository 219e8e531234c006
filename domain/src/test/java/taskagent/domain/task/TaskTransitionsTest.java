package taskagent.domain.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import taskagent.domain.task.TaskAnswer.Accepted;
import taskagent.domain.task.TaskAnswer.Refused;
import taskagent.domain.task.TaskAnswer.Skipped;
import taskagent.domain.task.TaskCommand.Assign;
import taskagent.domain.task.TaskCommand.Cancel;
import taskagent.domain.task.TaskCommand.ClearDeadline;
import taskagent.domain.task.TaskCommand.Complete;
import taskagent.domain.task.TaskCommand.Create;
import taskagent.domain.task.TaskCommand.DeadlineReached;
import taskagent.domain.task.TaskCommand.SetDeadline;
import taskagent.domain.task.TaskCommand.Start;
import taskagent.domain.task.TaskCommand.Unassign;

/** The complete table of specification §2: every status with every command. */
final class TaskTransitionsTest {

  /**
   * The status after each command. {@code -} is a refusal because of the status, {@code closed} a
   * refusal because the task is terminal, {@code none} a refusal because the task does not exist.
   * {@code =} leaves the task unchanged. The overdue task was assigned before.
   */
  private static final String TABLE =
      """
      command         | (none)  | pending   | assigned    | in_progress | overdue   | completed | cancelled
      create          | pending | pending   | assigned    | in_progress | overdue   | closed    | closed
      create_same     | pending | =         | =           | =           | =         | closed    | closed
      assign          | none    | assigned  | assigned    | -           | assigned  | closed    | closed
      unassign        | none    | -         | pending     | pending     | overdue   | closed    | closed
      start           | none    | -         | in_progress | -           | -         | closed    | closed
      complete        | none    | -         | completed   | completed   | completed | closed    | closed
      cancel          | none    | cancelled | cancelled   | cancelled   | cancelled | closed    | closed
      later_deadline  | none    | pending   | assigned    | in_progress | assigned  | closed    | closed
      past_deadline   | none    | pending   | assigned    | in_progress | overdue   | closed    | closed
      clear_deadline  | none    | pending   | assigned    | in_progress | assigned  | closed    | closed
      undo_assign     | none    | =         | =           | =           | =         | =         | =
      undo_deadline   | none    | =         | =           | =           | =         | =         | =
      deadline        | none    | overdue   | overdue     | overdue     | =         | =         | =
      older_deadline  | none    | =         | =           | =           | =         | =         | =
      """;

  static Stream<Arguments> table() {
    var rows =
        TABLE.lines().map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList());
    var all = rows.toList();
    var statuses = all.getFirst();
    return all.stream()
        .skip(1)
        .flatMap(
            row ->
                IntStream.range(1, row.size())
                    .mapToObj(i -> Arguments.of(statuses.get(i), row.getFirst(), row.get(i))));
  }

  @ParameterizedTest(name = "{0}, {1} -> {2}")
  @MethodSource("table")
  void everyStatusAnswersEveryCommandAsInTheTable(String status, String command, String expected) {
    var story = story(status);
    var before = story.maybeTask();

    var decision = story.tell(command(command, story));

    switch (expected) {
      case "none" -> {
        assertThat(decision.answer())
            .isEqualTo(new Refused(new TaskRefusal.NotFound(TaskStory.ID)));
        assertThat(decision.save()).isFalse();
        assertThat(decision.task()).isEmpty();
      }
      case "closed" -> assertRefused(story, before, decision, TaskRefusal.Closed.class);
      case "-" -> assertRefused(story, before, decision, TaskRefusal.NotAllowed.class);
      case "=" -> assertUnchanged(story, before, decision, command.startsWith("undo_"));
      default -> assertChanged(story, before, decision, TaskStatus.ofWireName(expected));
    }
  }

  @Test
  void theTableHasEveryStatusAndEveryKindOfCommand() {
    var story = TaskStory.of(TaskStatus.ASSIGNED);
    var commands =
        table().map(row -> command((String) row.get()[1], story).getClass()).distinct().toList();

    assertThat(commands)
        .as("all except IfVersion and By, which add a condition and an actor to any of them")
        .hasSize(TaskCommand.class.getPermittedSubclasses().length - 2);
    assertThat(table().map(row -> row.get()[0]).distinct()).hasSize(TaskStatus.values().length + 1);
  }

  private static TaskStory story(String status) {
    return status.equals("(none)")
        ? TaskStory.untold()
        : TaskStory.of(TaskStatus.ofWireName(status));
  }

  private static TaskCommand command(String name, TaskStory story) {
    var id = story.id();
    var deadline = TaskStory.BEGIN.plusSeconds(3600);
    var stranger = Optional.of(new CommandId("somebody/else"));
    return switch (name) {
      case "create" -> new Create(id, "Another title", "Another description");
      case "create_same" -> new Create(id, "Prepare the report", "All the figures");
      case "assign" -> new Assign(id, "bob");
      case "unassign" -> new Unassign(id, Optional.empty());
      case "start" -> new Start(id);
      case "complete" -> new Complete(id);
      case "cancel" -> new Cancel(id);
      case "later_deadline" -> new SetDeadline(id, story.now().plusSeconds(7200));
      case "past_deadline" -> new SetDeadline(id, story.now().minusSeconds(1));
      case "clear_deadline" -> new ClearDeadline(id, Optional.empty());
      case "undo_assign" -> new Unassign(id, stranger);
      case "undo_deadline" -> new ClearDeadline(id, stranger);
      case "deadline" -> {
        story.setClock(deadline);
        yield new DeadlineReached(deadline);
      }
      case "older_deadline" -> {
        story.setClock(deadline);
        yield new DeadlineReached(deadline.minusSeconds(1));
      }
      default -> throw new AssertionError(name);
    };
  }

  private static void assertRefused(
      TaskStory story, Optional<Task> before, TaskDecision decision, Class<?> why) {
    assertThat(decision.refused()).isTrue();
    assertThat(decision.answer())
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.refusal()).isInstanceOf(why);
              assertThat(refused.refusal().reason()).isNotBlank();
            });
    assertNothingHappened(story, before, decision);
  }

  private static void assertUnchanged(
      TaskStory story, Optional<Task> before, TaskDecision decision, boolean compensation) {
    var task = before.orElseThrow().snapshot();
    switch (decision.answer()) {
      case Skipped skipped when compensation -> {
        assertThat(skipped.task()).isEqualTo(task);
        assertThat(skipped.reason()).startsWith("the task ");
      }
      case TaskAnswer other -> assertThat(other).isEqualTo(new Accepted(task));
    }
    assertNothingHappened(story, before, decision);
  }

  private static void assertNothingHappened(
      TaskStory story, Optional<Task> before, TaskDecision decision) {
    assertThat(decision.events()).isEmpty();
    assertThat(story.task().snapshot()).isEqualTo(before.orElseThrow().snapshot());
    assertThat(story.task().reminder()).isEqualTo(before.orElseThrow().reminder());
  }

  private static void assertChanged(
      TaskStory story, Optional<Task> before, TaskDecision decision, TaskStatus expected) {
    assertThat(decision.answer()).isEqualTo(new Accepted(story.task().snapshot()));
    assertThat(decision.save()).isTrue();
    assertThat(story.status()).isEqualTo(expected);
    assertThat(story.task().version()).isEqualTo(before.map(Task::version).orElse(0L) + 1);
    assertThat(decision.events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.task()).isEqualTo(TaskStory.ID);
              assertThat(event.from()).isEqualTo(before.map(Task::status));
              assertThat(event.to()).isEqualTo(expected);
              assertThat(event.version()).isEqualTo(story.task().version());
              assertThat(event.at()).isEqualTo(story.now());
            });
    assertThat(story.task().updatedAt()).isEqualTo(story.now());
  }

  @Test
  void anOverdueTaskReturnsToItsPreviousStatus() {
    for (var before : List.of(TaskStatus.PENDING, TaskStatus.ASSIGNED, TaskStatus.IN_PROGRESS)) {
      for (var command : List.of("later_deadline", "clear_deadline")) {
        var story = TaskStory.overdueAfter(before);
        assertThat(story.status()).isEqualTo(TaskStatus.OVERDUE);

        story.tell(command(command, story));

        assertThat(story.status()).as("%s after %s", command, before).isEqualTo(before);
        assertThat(story.task().beforeOverdue()).isEmpty();
      }
    }
  }
}
