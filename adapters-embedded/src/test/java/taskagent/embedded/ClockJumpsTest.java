package taskagent.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.conversation.RuleBasedResponder;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Retention;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Notifier;
import taskagent.domain.port.Notifier.Failed;
import taskagent.domain.port.Notifier.NotNow;
import taskagent.domain.port.Notifier.Sent;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.StepState.Status;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskStatus;
import taskagent.json.RunJson;

/** A clock that is set forward or back does not make a wait longer; deadlines follow the clock. */
class ClockJumpsTest {

  private static final TaskId TASK = new TaskId("t");
  private static final RunId RUN = WorkflowId.of(TASK);

  @TempDir Path folder;
  private final ManualClock clock = new ManualClock();
  private volatile Notifier receiver = _ -> new Sent();
  private EmbeddedEngine engine;

  @BeforeEach
  void open() {
    engine =
        EmbeddedEngine.open(
            new EmbeddedSettings(folder, 10, Retention.DEFAULT),
            clock,
            Kinds.ofTasks(RunJson.CODEC, notification -> receiver.notify(notification)),
            new RuleBasedResponder(),
            _ -> {},
            Activity.none());
  }

  @AfterEach
  void close() {
    engine.close(Duration.ofMillis(1));
  }

  private void start(long deadlineSeconds) {
    engine
        .workflows()
        .start(new TaskRequest(TASK, "A fine title", "A fine description", "ada", deadlineSeconds));
  }

  private Workflow run() {
    return engine.workflows().find(RUN).orElseThrow();
  }

  private Status notifyStatus() {
    return run().state().steps().getLast().status();
  }

  private void jump(long hours, boolean stopped) {
    if (stopped) {
      close();
    }
    clock.advance(Duration.ofHours(hours));
    if (stopped) {
      open();
    }
  }

  /** Lets time pass in small steps until the saga has ended. Returns how much passed. */
  private Duration passUntilEnded() {
    var from = clock.instant();
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              if (run().state().ended()) {
                return true;
              }
              clock.advance(Duration.ofMillis(100));
              engine.wake();
              return false;
            });
    return Duration.between(from, clock.instant());
  }

  @ParameterizedTest
  @CsvSource({
    "-1, false", "1, false", "-24, false", "24, false",
    "-1, true", "1, true", "-24, true", "24, true"
  })
  void aSagaThatWaitsForItsNextAttemptGoesOn(long hours, boolean stopped) {
    receiver = _ -> new Failed("unreachable", true);
    start(1_000_000);
    await().until(() -> notifyStatus() == Status.WAITING);

    jump(hours, stopped);
    receiver = _ -> new Sent();

    assertThat(passUntilEnded()).isLessThan(Duration.ofMinutes(30)); // its wait is a second
    assertThat(run().state().outcome()).contains(Outcome.COMPLETED);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, -24})
  void theAttemptsAfterTheJumpAreAsFarApartAsEver(long hours) {
    receiver = _ -> new Failed("unreachable", true);
    start(1_000_000);
    await().until(() -> notifyStatus() == Status.WAITING);
    jump(hours, false);

    assertThat(passUntilEnded()).isBetween(Duration.ofSeconds(2), Duration.ofMinutes(30));
    assertThat(run().state().outcome()).contains(Outcome.FAILED);
    assertThat(run().state().steps().getLast().attempts()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, false", "1, false", "-24, false", "24, false",
    "-1, true", "1, true", "-24, true", "24, true"
  })
  void aJumpUsesUpNothingOfTheTimeThatAReceiverMayPutASagaOff(long hours, boolean stopped) {
    receiver = _ -> new NotNow(clock.instant().plusSeconds(10), "its circuit is open");
    start(1_000_000);
    await().until(() -> notifyStatus() == Status.PUT_OFF);

    jump(hours, stopped);
    await()
        .until(
            () -> {
              clock.advance(Duration.ofMillis(500));
              engine.wake();
              return run().state().steps().getLast().putOff().toSeconds() > 10;
            });
    assertThat(run().state().steps().getLast().putOff()).isLessThan(Duration.ofMinutes(5));
    receiver = _ -> new Sent();

    assertThat(passUntilEnded()).isLessThan(Duration.ofMinutes(30));
    assertThat(run().state().outcome()).contains(Outcome.COMPLETED);
  }

  @ParameterizedTest
  @CsvSource({"-1, false", "-24, true"})
  void aDeadlineIsAPointInTime(long hours, boolean stopped) {
    start(60);
    passUntilEnded();
    jump(hours, stopped);
    clock.advance(Duration.ofMinutes(1));
    engine.wake();
    assertThat(status()).isEqualTo(TaskStatus.ASSIGNED);

    clock.advance(Duration.ofHours(-hours));
    engine.wake();

    await().until(() -> status() == TaskStatus.OVERDUE);
  }

  private TaskStatus status() {
    return engine.tasks().find(TASK).orElseThrow().status();
  }

  @ParameterizedTest
  @ValueSource(longs = {24, 24 * 365})
  void whatEndedWhileTheClockWasAheadIsNotKeptLonger(long hours) {
    clock.advance(Duration.ofHours(hours));
    start(1_000_000_000);
    passUntilEnded();

    jump(-hours, true);

    assertThat(endedAt()).isBeforeOrEqualTo(clock.instant());
  }

  private Instant endedAt() {
    close();
    var database = Database.reopen(folder, UnaryOperator.identity());
    try {
      return database
          .first("SELECT ended_at FROM workflow", row -> Instant.ofEpochMilli(row.getLong(1)))
          .orElseThrow();
    } finally {
      database.close();
      open();
    }
  }
}
