package taskagent.http.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import taskagent.domain.task.TaskStatus;
import taskagent.domain.view.Condition;
import taskagent.domain.view.Condition.Begins;
import taskagent.domain.view.Condition.Between;
import taskagent.domain.view.Condition.Contains;
import taskagent.domain.view.Condition.Label;
import taskagent.domain.view.Condition.Measure;
import taskagent.domain.view.Condition.OneOf;
import taskagent.domain.view.RunState;

/** What filter lines mean. */
final class FilterLinesTest {

  private static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");
  private static final long LEAST = Long.MIN_VALUE;
  private static final long MOST = Long.MAX_VALUE;

  private static List<Condition> tasks(String line) {
    return TaskFilter.read(line, NOW).conditions();
  }

  private static List<Condition> runs(String line) {
    return RunFilter.read(line, NOW).conditions();
  }

  private static long in(Duration time) {
    return NOW.plus(time).toEpochMilli();
  }

  @Test
  void statesOfSeveralTermsMustAllHold() {
    assertThat(states("")).hasSize(6);
    assertThat(states("status:open"))
        .containsExactly(
            TaskStatus.PENDING, TaskStatus.ASSIGNED, TaskStatus.IN_PROGRESS, TaskStatus.OVERDUE);
    assertThat(states("status:open -status:overdue,pending status:overdue,assigned"))
        .containsExactly(TaskStatus.ASSIGNED);
    assertThat(states("status:completed status:cancelled")).isEmpty();
    assertThat(RunFilter.read("status:completed -outcome:completed,rejected", NOW).states())
        .containsExactly(RunState.FAILED, RunState.CANCELLED, RunState.COMPENSATION_FAILED);
    assertThat(RunFilter.read("status:failed", NOW).states()).containsExactly(RunState.DEFECT);
  }

  private static List<TaskStatus> states(String line) {
    return TaskFilter.read(line, NOW).states();
  }

  @Test
  void namesMayBeInQuotes() {
    assertThat(tasks("assignee:ada,\"Ada, L\" -assignee:none assignee:\"none\""))
        .containsExactly(
            new OneOf(Label.ASSIGNEE, List.of("ada", "Ada, L"), false),
            new OneOf(Label.ASSIGNEE, List.of(""), true),
            new OneOf(Label.ASSIGNEE, List.of("none"), false));
    assertThat(runs("task:t1 step:notify,create -waiting:retry"))
        .containsExactly(
            new OneOf(Label.TASK, List.of("t1"), false),
            new OneOf(Label.STEP, List.of("notify", "create"), false),
            new OneOf(Label.WAITING, List.of("retry"), true));
  }

  @Test
  void deadlinesAreComparedWithWhatIsLeft() {
    assertThat(tasks("due:<2h due:>1d -due:none due:>2026-01-01T00:00:00Z"))
        .containsExactly(
            new Between(Measure.DUE, LEAST, in(Duration.ofHours(2)), false),
            new Between(Measure.DUE, in(Duration.ofDays(1)) + 1, Condition.NO_DEADLINE, false),
            new Between(Measure.DUE, Condition.NO_DEADLINE, MOST, true),
            new Between(
                Measure.DUE,
                Instant.parse("2026-01-01T00:00:00Z").toEpochMilli() + 1,
                Condition.NO_DEADLINE,
                false));
    assertThat(tasks("due:<999999999d"))
        .containsExactly(new Between(Measure.DUE, LEAST, Condition.NO_DEADLINE - 1, false));
  }

  @Test
  void pastTimesAreComparedWithTheirAge() {
    assertThat(tasks("updated:<2h -created:>1d created:<2026-01-01T00:00:00Z"))
        .containsExactly(
            new Between(Measure.UPDATED, in(Duration.ofHours(-2)) + 1, MOST, false),
            new Between(Measure.CREATED, LEAST, in(Duration.ofDays(-1)), true),
            new Between(
                Measure.CREATED,
                LEAST,
                Instant.parse("2026-01-01T00:00:00Z").toEpochMilli(),
                false));
  }

  @Test
  void attemptsAreCompared() {
    assertThat(runs("attempts:>2 attempts:<5 attempts:4"))
        .containsExactly(
            new Between(Measure.ATTEMPTS, 3, MOST, false),
            new Between(Measure.ATTEMPTS, LEAST, 5, false),
            new Between(Measure.ATTEMPTS, 4, 5, false));
  }

  @Test
  void wordsAndPhrasesAreFolded() {
    assertThat(tasks("Report \"the Straße:\" -draft ab"))
        .containsExactly(
            new Contains("report", false),
            new Contains("the strasse:", false),
            new Contains("draft", true),
            new Contains("ab", false));
    assertThat(runs("T1 -task-workflow-t2"))
        .containsExactly(new Begins("T1", false), new Begins("task-workflow-t2", true));
  }
}
