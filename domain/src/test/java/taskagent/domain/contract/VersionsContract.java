package taskagent.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import taskagent.domain.port.Notifier.Failed;
import taskagent.domain.port.Workflows.Started;
import taskagent.domain.processing.Corrections;
import taskagent.domain.processing.TaskProcessing;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.StepState.Status;
import taskagent.domain.task.TaskId;

/** How every engine runs the versions of the task saga (specification §10). */
public abstract class VersionsContract extends EngineContract {

  /** Starts a run as an older build did. */
  private RunId firstVersion(TaskRequest request) {
    var run =
        WorkflowRun.accepted(WorkflowId.of(request.taskId()), request, now(), engines().policy());
    engine()
        .runs()
        .start(
            new WorkflowRun(
                run.id(),
                TaskProcessing.FIRST,
                request,
                run.acceptedAt(),
                run.notifyPolicy(),
                run.decided()));
    return run.id();
  }

  @Test
  void newRunsAreOfTheLatestVersion() {
    var task = newTask();
    workflows().start(request(task));

    assertThat(ended(WorkflowId.of(task)).run().kind()).isEqualTo(TaskProcessing.ID);
  }

  @Test
  void aRunOfTheFirstVersionContinuesUnderIt() {
    var task = newTask();
    outside().notifier().answer(task, new Failed("no route to host", true));
    var id = firstVersion(request(task));
    eventually(
        () ->
            assertThat(step(workflows().find(id).orElseThrow(), "notify").status())
                .isEqualTo(Status.WAITING));

    engine().restart(Duration.ZERO);
    engine().advance(Duration.ofSeconds(1));

    var run = ended(id);
    assertThat(run.result().orElseThrow().status()).isEqualTo(Outcome.COMPLETED);
    assertThat(run.run().kind()).isEqualTo(TaskProcessing.FIRST);
    assertThat(workflows().start(request(task)))
        .as("a repeated request, which an older build accepted")
        .isEqualTo(new Started.Accepted(id));
  }

  @Test
  void aRejectedRequestChangesNothingInAnyVersion() {
    var first = new TaskId(fresh("t"));
    var second = new TaskId(fresh("t"));
    var id = firstVersion(new TaskRequest(first, "Hi", "All the figures", "ann", 60));
    workflows().start(new TaskRequest(second, "Hi", "All the figures", "ann", 60));

    var rejected = ended(id).result().orElseThrow();
    var alike = ended(WorkflowId.of(second)).result().orElseThrow();

    assertThat(rejected.status()).isEqualTo(Outcome.REJECTED).isEqualTo(alike.status());
    assertThat(rejected.message()).isEqualTo(alike.message());
    assertThat(tasks().find(first)).isEmpty();
    assertThat(tasks().find(second)).isEmpty();
  }

  @Test
  void aRetryOfTheFirstVersionIsOfTheLatest() {
    var task = newTask();
    outside().notifier().answer(task, new Failed("no such mailbox", false));
    var id = firstVersion(request(task));
    assertThat(ended(id).result().orElseThrow().status()).isEqualTo(Outcome.FAILED);

    workflows().retry(id, Corrections.NONE);

    var retry = ended(WorkflowId.of(task, 2));
    assertThat(retry.result().orElseThrow().status()).isEqualTo(Outcome.COMPLETED);
    assertThat(retry.run().kind()).isEqualTo(TaskProcessing.ID);
  }
}
