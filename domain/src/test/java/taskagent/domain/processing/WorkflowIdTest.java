package taskagent.domain.processing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import taskagent.domain.task.TaskId;

/** The ids of workflows (specification §5). */
final class WorkflowIdTest {

  static String[] illFormed() {
    return new String[] {
      "",
      "task-workflow-",
      "task-workflow--a",
      "workflow-a",
      "task-workflow-a||b",
      "task-workflow-a/b",
      "Task-workflow-a",
      "task-workflow-a\n",
      "task-workflow-" + "x".repeat(65),
      "task-workflow-" + "x".repeat(64) + "-r",
      "task-workflow-" + "x".repeat(64) + "-r1234567890",
      " task-workflow-a"
    };
  }

  @Test
  void theFirstRunIsNamedAfterItsTaskAndLaterOnesGetANumber() {
    var task = new TaskId("t-1");

    assertThat(WorkflowId.of(task)).hasToString("task-workflow-t-1");
    assertThat(WorkflowId.of(task, 1)).isEqualTo(WorkflowId.of(task));
    assertThat(WorkflowId.of(task, 2)).hasToString("task-workflow-t-1-r2");
    assertThat(WorkflowId.of(task, 10)).hasToString("task-workflow-t-1-r10");
  }

  @Test
  void theIdOfEveryTaskAndRunIsWellFormed() {
    for (var task : new String[] {"a", "x".repeat(64), "a-r2", "9_-"}) {
      for (int run : new int[] {1, 2, 99, 999_999_999}) {
        assertThat(WorkflowId.wellFormed(WorkflowId.of(new TaskId(task), run).value())).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("illFormed")
  void everyOtherTextIsInvalid(String text) {
    assertThat(WorkflowId.wellFormed(text)).isFalse();
  }

  @Test
  void aTaskIdCanCollideWithTheRetryOfAnotherTask() {
    assertThat(WorkflowId.of(new TaskId("x-r2"))).isEqualTo(WorkflowId.of(new TaskId("x"), 2));
  }
}
