package taskagent.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskagent.domain.Backoff;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.contract.ScriptedOutside;
import taskagent.domain.engine.EventPolicy;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Retention;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Notifier.Failed;
import taskagent.domain.processing.NotifyPolicy;
import taskagent.domain.processing.NotifyPolicy.OnFailure;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.RetryPolicy;
import taskagent.domain.saga.StepState;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskStatus;
import taskagent.json.RunJson;

/** The policy of notifications is a setting, and a run keeps the one with which it began. */
class NotifyPolicyTest {

  private static final TaskId TASK = new TaskId("t-1");
  private static final RunId RUN = WorkflowId.of(TASK);
  private static final TaskRequest REQUEST =
      new TaskRequest(TASK, "Prepare the report", "All the figures", "ann", 86_400);
  private static final Failed AWAY = new Failed("no route to host", true);

  @TempDir Path folder;

  private final ManualClock clock = new ManualClock();
  private final ScriptedOutside outside = ScriptedOutside.with(clock);

  private EmbeddedEngine open(NotifyPolicy policy) {
    return EmbeddedEngine.open(
        new EmbeddedSettings(folder, 10, Retention.DEFAULT, EventPolicy.DEFAULT, policy),
        clock,
        Kinds.ofTasks(RunJson.CODEC, outside.notifier()),
        outside.responder(),
        outside.publisher(),
        Activity.none());
  }

  private static NotifyPolicy policy(int attempts, Duration wait, OnFailure onFailure) {
    return new NotifyPolicy(new RetryPolicy(attempts, new Backoff(wait, 1, wait)), onFailure);
  }

  private static Workflow ended(EmbeddedEngine engine) {
    return engine.workflows().await(RUN, Duration.ofSeconds(20)).orElseThrow();
  }

  private static StepState notify(EmbeddedEngine engine) {
    return engine.workflows().find(RUN).orElseThrow().state().steps().getLast();
  }

  @Test
  void withKeepTheAssignmentStaysAndTheResultSaysThatNobodyWasNotified() {
    outside.notifier().answer(TASK, AWAY);
    try (var engine = open(policy(1, Duration.ofSeconds(1), OnFailure.KEEP))) {
      engine.workflows().start(REQUEST);

      var result = ended(engine).result().orElseThrow();

      assertThat(result.status()).isEqualTo(Outcome.COMPLETED);
      assertThat(result.notified()).isFalse();
      assertThat(result.message()).endsWith("nobody was notified: no route to host");
      assertThat(notify(engine).status()).isEqualTo(StepState.Status.FAILED);
      var task = engine.tasks().find(TASK).orElseThrow();
      assertThat(task.status()).isEqualTo(TaskStatus.ASSIGNED);
      assertThat(task.deadline()).isPresent();
    }
  }

  @Test
  void aRunKeepsThePolicyWithWhichItBegan() {
    outside.notifier().answer(TASK, AWAY, AWAY);
    try (var engine = open(policy(2, Duration.ofHours(1), OnFailure.KEEP))) {
      engine.workflows().start(REQUEST);
      await().until(() -> notify(engine).status() == StepState.Status.WAITING);
      assertThat(notify(engine).wakeAt()).contains(clock.instant().plus(Duration.ofHours(1)));
    }
    clock.advance(Duration.ofHours(1));

    try (var engine = open(policy(5, Duration.ofMillis(1), OnFailure.COMPENSATE))) {
      var workflow = ended(engine);

      assertThat(workflow.result().orElseThrow().status()).isEqualTo(Outcome.COMPLETED);
      assertThat(workflow.result().orElseThrow().notified()).isFalse();
      assertThat(notify(engine).attempts()).isEqualTo(2);
    }
  }
}
