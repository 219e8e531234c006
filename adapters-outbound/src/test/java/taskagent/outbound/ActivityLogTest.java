package taskagent.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import taskagent.domain.contract.RecordedLog;
import taskagent.domain.conversation.UserId;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.SagaProgress;
import taskagent.domain.saga.SagaProgress.Compensating;
import taskagent.domain.saga.SagaProgress.Ended;
import taskagent.domain.saga.SagaProgress.PutOff;
import taskagent.domain.saga.SagaProgress.Skipped;
import taskagent.domain.saga.SagaProgress.Started;
import taskagent.domain.saga.SagaProgress.StepFailed;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskStatus;

final class ActivityLogTest {

  private static final Logger LOGGER = Logger.getLogger(ActivityLog.class.getName());
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String BY_SAGA = "task-workflow-t1-r2/assign/do";

  private final RecordedLog recorded = new RecordedLog(ActivityLog.class.getName(), Level.INFO);
  private final List<LogRecord> records = recorded.records();
  private final ActivityLog log =
      new ActivityLog(() -> "http://127.0.0.1:8000", () -> Optional.of("0af7651916cd43dd"));

  @AfterEach
  void restore() {
    recorded.close();
  }

  private static TaskEvent event(TaskEvent.Type type, String by, String detail) {
    return new TaskEvent(
        new TaskId("t1"),
        3,
        NOON,
        type,
        Optional.empty(),
        TaskStatus.PENDING,
        new CommandId(by),
        detail);
  }

  private static WorkflowRun run() {
    var task = new TaskId("t1");
    return WorkflowRun.accepted(
        WorkflowId.of(task, 2), new TaskRequest(task, "Title", "Description", "ada", 60), NOON);
  }

  @Test
  void whoAskedForAChangeIsAField() {
    log.taskChanged(
        new TaskEvent(
            new TaskId("t1"),
            3,
            NOON,
            TaskEvent.Type.STARTED,
            Optional.empty(),
            TaskStatus.IN_PROGRESS,
            new CommandId("once/1"),
            "",
            Optional.of("ada")));
    assertThat(only().getParameters()).anyMatch(p -> p.toString().contains("actor=ada"));
    records.clear();
    var run = run();
    log.sagaProgressed(
        WorkflowRun.accepted(run.id(), run.request().by("bob"), NOON), new SagaProgress.Started());
    assertThat(only().getParameters()).anyMatch(p -> p.toString().contains("actor=bob"));
  }

  private LogRecord only() {
    assertThat(records).hasSize(1);
    return records.getFirst();
  }

  private String message() {
    return new Formatter() {
      @Override
      public String format(LogRecord record) {
        return formatMessage(record);
      }
    }.format(only());
  }

  private Map<?, ?> fields() {
    var parameters = only().getParameters();
    return (Map<?, ?>) parameters[parameters.length - 1];
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        Arguments.of(TaskEvent.Type.CREATED, "", "task created"),
        Arguments.of(TaskEvent.Type.REVISED, "Write it", "task revised, title \"Write it\""),
        Arguments.of(TaskEvent.Type.ASSIGNED, "ada", "task assigned to \"ada\""),
        Arguments.of(TaskEvent.Type.UNASSIGNED, "ada", "task unassigned from \"ada\""),
        Arguments.of(TaskEvent.Type.STARTED, "", "task started"),
        Arguments.of(TaskEvent.Type.COMPLETED, "", "task completed"),
        Arguments.of(TaskEvent.Type.CANCELLED, "", "task cancelled"),
        Arguments.of(TaskEvent.Type.DEADLINE_SET, "noon", "task deadline set to noon"),
        Arguments.of(TaskEvent.Type.DEADLINE_CLEARED, "noon", "task deadline cleared, was noon"),
        Arguments.of(TaskEvent.Type.OVERDUE, "noon", "task overdue, deadline was noon"));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void eachChangeOfATaskIsOneLine(TaskEvent.Type type, String detail, String line) {
    log.taskChanged(event(type, BY_SAGA, detail));

    assertThat(message()).isEqualTo(line);
    assertThat(only().getLevel()).isEqualTo(Level.INFO);
  }

  @ParameterizedTest
  @EnumSource
  void noTypeOfChangeIsLeftOut(TaskEvent.Type type) {
    assertThat(changes().map(line -> line.get()[0])).contains(type);
  }

  @Test
  void theIdsAreFields() {
    log.taskChanged(event(TaskEvent.Type.ASSIGNED, BY_SAGA, "ada"));

    assertThat(fields())
        .isEqualTo(
            Map.of("task", "t1", "workflow", "task-workflow-t1-r2", "trace", "0af7651916cd43dd"));
  }

  @ParameterizedTest
  @MethodSource("otherCommands")
  void aCommandOfAClientNamesNoWorkflow(String by) {
    log.taskChanged(event(TaskEvent.Type.STARTED, by, ""));

    assertThat(fields().containsKey("workflow")).isFalse();
  }

  static Stream<String> otherCommands() {
    return Stream.of("", "/", "key-1", "key-1/assign/do", "task-workflow-", "a b/c");
  }

  static Stream<Arguments> progress() {
    return Stream.of(
        Arguments.of(new Started(), Level.INFO, "saga started"),
        Arguments.of(
            new StepFailed("notify", false, 1, "no answer", Optional.of(NOON)),
            Level.INFO,
            "step notify failed in attempt 1: no answer; next attempt at 2026-03-01T12:00:00Z"),
        Arguments.of(
            new StepFailed("assign", true, 5, "no answer", Optional.empty()),
            Level.INFO,
            "compensation of step assign failed in attempt 5: no answer;"
                + " there is no further attempt"),
        Arguments.of(
            new PutOff("notify", "its circuit is open", NOON),
            Level.INFO,
            "step notify waits until 2026-03-01T12:00:00Z: its circuit is open"),
        Arguments.of(
            new Skipped("notify", false, "the task is\ncompleted"),
            Level.INFO,
            "step notify skipped: the task is\\u000acompleted"),
        Arguments.of(
            new Skipped("assign", true, "the task is cancelled"),
            Level.INFO,
            "compensation of step assign skipped: the task is cancelled"),
        Arguments.of(
            new Compensating("notify: no answer"),
            Level.INFO,
            "saga compensates its steps: notify: no answer"),
        Arguments.of(new Ended(Outcome.COMPLETED, ""), Level.INFO, "saga completed"),
        Arguments.of(
            new Ended(Outcome.REJECTED, "validate: too short"),
            Level.INFO,
            "saga rejected: validate: too short"),
        Arguments.of(
            new Ended(Outcome.CANCELLED, "cancelled on request"),
            Level.INFO,
            "saga cancelled and compensated: cancelled on request"),
        Arguments.of(
            new Ended(Outcome.FAILED, "notify: no answer"),
            Level.WARNING,
            "saga failed and was compensated: notify: no answer; retry it with:"
                + " curl -X POST http://127.0.0.1:8000/workflows/task-workflow-t1-r2/retry"),
        Arguments.of(
            new Ended(Outcome.COMPENSATION_FAILED, "notify: no answer"),
            Level.WARNING,
            "saga failed and could not be compensated: notify: no answer; retry it with:"
                + " curl -X POST http://127.0.0.1:8000/workflows/task-workflow-t1-r2/retry"));
  }

  @ParameterizedTest
  @MethodSource("progress")
  void eachProgressOfASagaIsOneLine(SagaProgress progress, Level level, String line) {
    log.sagaProgressed(run(), progress);

    assertThat(message()).isEqualTo(line);
    assertThat(only().getLevel()).isEqualTo(level);
    assertThat(fields())
        .isEqualTo(
            Map.of("task", "t1", "workflow", "task-workflow-t1-r2", "trace", "0af7651916cd43dd"));
  }

  @Test
  void anAnsweredMessageIsOneLineWithoutItsContent() {
    log.messageAnswered(new UserId("ada"), 1_234);

    assertThat(message()).isEqualTo("chat message answered");
    assertThat(fields())
        .isEqualTo(Map.of("user", "ada", "seq", "1234", "trace", "0af7651916cd43dd"));
  }

  @Test
  void textFromOutsideCannotForgeALine() {
    log.taskChanged(
        event(TaskEvent.Type.ASSIGNED, BY_SAGA, "a\n2026 INFO \"x\" \\ \u2028 {0} {1} \u0007 '"));

    assertThat(message())
        .isEqualTo(
            "task assigned to \"a\\u000a2026 INFO \\\"x\\\" \\\\ \\u2028 {0} {1} \\u0007 '\"");
  }

  @Test
  void aLongTextIsCut() {
    log.sagaProgressed(run(), new Compensating("x".repeat(501)));

    assertThat(message()).endsWith("steps: " + "x".repeat(500) + "…");
  }

  @Test
  void nothingIsLoggedBelowTheLevel() {
    LOGGER.setLevel(Level.WARNING);

    log.taskChanged(event(TaskEvent.Type.CREATED, BY_SAGA, ""));
    log.sagaProgressed(run(), new Started());
    log.messageAnswered(new UserId("ada"), 1);
    assertThat(records).isEmpty();

    log.sagaProgressed(run(), new Ended(Outcome.FAILED, "notify: no answer"));
    assertThat(records).hasSize(1);
  }

  @Test
  void withoutATraceThereIsNoField() {
    new ActivityLog(() -> "http://127.0.0.1:8000", Optional::empty)
        .taskChanged(event(TaskEvent.Type.CREATED, "key", ""));

    assertThat(fields()).isEqualTo(Map.of("task", "t1"));
  }
}
