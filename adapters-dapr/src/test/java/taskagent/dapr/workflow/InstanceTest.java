package taskagent.dapr.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowRun;
import taskagent.domain.task.TaskId;

/** The ids that the instances of a run have in Dapr. */
final class InstanceTest {

  private static WorkflowRun run() {
    var task = new TaskId("a-r2");
    return WorkflowRun.accepted(
        WorkflowId.of(task), new TaskRequest(task, "T", "D", "ann", 60), Instant.EPOCH);
  }

  @Test
  void theFirstInstanceHasTheIdOfTheRun() {
    assertThat(Instance.first(run()).id()).isEqualTo("task-workflow-a-r2");
  }

  @Test
  void anInstanceIsFoundByItsId() {
    for (int number = 1; number <= 12; number++) {
      var instance = new Instance(run(), number);
      assertThat(Instance.of(run(), instance.id())).isEqualTo(instance);
    }
  }

  @Test
  void noClientCanNameALaterInstance() {
    assertThat(WorkflowId.wellFormed(new Instance(run(), 2).id())).isFalse();
  }
}
