package taskagent.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.conversation.RuleBasedResponder;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Retention;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Notifier;
import taskagent.domain.port.Unavailable;
import taskagent.domain.port.Workflows;
import taskagent.domain.processing.TaskProcessing;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Outcome;
import taskagent.domain.task.TaskId;
import taskagent.json.RunJson;

/** Runs of a kind that this version does not know, after a step back to an older version. */
class UnknownKindTest {

  private static final TaskId TASK = new TaskId("t");
  private static final RunId RUN = WorkflowId.of(TASK);

  @TempDir Path folder;

  private final ManualClock clock = new ManualClock();
  private Notifier.Notified answer = new Notifier.Failed("unreachable", true);

  private final SingleThread threads = new SingleThread(new Random(1));

  private EmbeddedEngine open() {
    return EmbeddedEngine.open(
        Database.open(folder, UnaryOperator.identity()),
        new EmbeddedSettings(folder, 10, Retention.DEFAULT),
        clock,
        Kinds.ofTasks(RunJson.CODEC, _ -> answer),
        new RuleBasedResponder(),
        _ -> {},
        Activity.none(),
        threads);
  }

  private void kind(String kind) throws SQLException {
    try (var database = Database.open(folder, UnaryOperator.identity());
        var connection = database.writing().getConnection();
        var update = connection.prepareStatement("UPDATE workflow SET kind = ?")) {
      update.setString(1, kind);
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }

  /** Lets the engine do all that is due. */
  private void settle(EmbeddedEngine engine) {
    engine.wake();
    for (int turns = 0; threads.turn(); turns++) {
      assertThat(turns).isLessThan(10_000);
    }
  }

  private static long unknown(EmbeddedEngine engine) {
    return engine.metrics().stream()
        .filter(metric -> metric.name().equals("taskagent_sagas_unknown_kind"))
        .flatMap(metric -> metric.samples().stream())
        .mapToLong(sample -> sample.value().getAsLong())
        .sum();
  }

  @Test
  void itIsLeftAloneAndContinuesUnderAVersionThatKnowsIt() throws SQLException {
    try (var engine = open()) {
      engine.workflows().start(new TaskRequest(TASK, "A fine title", "All the figures", "ann", 60));
      assertThat(unknown(engine)).isZero();
    }
    kind("task-processing@3");
    answer = new Notifier.Sent();
    clock.advance(Duration.ofHours(1));

    try (var engine = open()) {
      settle(engine);

      assertThat(unknown(engine)).isEqualTo(1);
      assertThatThrownBy(() -> engine.workflows().find(RUN))
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("task-processing@3");
      assertThat(engine.changes().runs(0, 10).rows()).isEmpty();
    }
    kind(TaskProcessing.ID.wireName());

    try (var engine = open()) {
      settle(engine);

      assertThat(engine.workflows().find(RUN))
          .hasValueSatisfying(
              run -> {
                assertThat(run.status()).isEqualTo(Workflow.Status.COMPLETED);
                assertThat(run.state().outcome()).contains(Outcome.COMPLETED);
              });
      assertThat(unknown(engine)).isZero();
    }
  }

  @Test
  void aCancellationIsKept() throws SQLException {
    try (var engine = open()) {
      engine.workflows().start(new TaskRequest(TASK, "A fine title", "All the figures", "ann", 60));
    }
    kind("task-processing@3");
    try (var engine = open()) {
      assertThat(engine.workflows().cancel(RUN)).isEqualTo(new Workflows.Cancelled.Accepted());
    }
    kind(TaskProcessing.ID.wireName());
    answer = new Notifier.Sent();

    try (var engine = open()) {
      clock.advance(Duration.ofSeconds(5));
      settle(engine);

      assertThat(engine.workflows().find(RUN))
          .hasValueSatisfying(run -> assertThat(run.state().outcome()).contains(Outcome.CANCELLED));
    }
  }
}
