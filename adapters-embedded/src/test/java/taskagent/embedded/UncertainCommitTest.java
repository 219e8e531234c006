package taskagent.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskagent.domain.conversation.RuleBasedResponder;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Retention;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Notifier;
import taskagent.domain.port.Unavailable;
import taskagent.domain.port.Workflows;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.task.TaskId;
import taskagent.embedded.FaultyDataSource.Fault;
import taskagent.json.RunJson;

/** A commit that is reported as failed may be durable. */
class UncertainCommitTest {

  private static final TaskRequest REQUEST =
      new TaskRequest(new TaskId("t"), "A fine title", "A fine description", "ada", 3600);

  @TempDir Path folder;

  @Test
  void aSagaWhoseStartWasReportedAsFailedContinues() {
    try (var engine =
        EmbeddedEngine.open(
            Database.open(folder, inner -> FaultyDataSource.around(inner, 1, Fault.SAID_TO_FAIL)),
            new EmbeddedSettings(folder, 10, Retention.DEFAULT),
            CrashingProcess.clock(Instant.now()), // because it looks for orphans every 5 s
            Kinds.ofTasks(RunJson.CODEC, _ -> new Notifier.Sent()),
            new RuleBasedResponder(),
            _ -> {},
            Activity.none(),
            Threads.OWN)) {
      assertThatThrownBy(() -> engine.workflows().start(REQUEST)).isInstanceOf(Unavailable.class);

      assertThat(engine.workflows().start(REQUEST)).isInstanceOf(Workflows.Started.Accepted.class);
      var id = WorkflowId.of(REQUEST.taskId());
      assertThat(engine.workflows().await(id, Duration.ofSeconds(30)))
          .get()
          .extracting(Workflow::status)
          .isEqualTo(Workflow.Status.COMPLETED);
    }
  }
}
