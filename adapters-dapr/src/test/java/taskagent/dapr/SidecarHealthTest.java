package taskagent.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** When a sidecar is told to end; chaos has the sidecars that are. */
final class SidecarHealthTest {

  @Test
  void onlyASidecarThatHostsTasksAndNoWorkflowsIsTold() {
    var workflows = "dapr.internal.default.task-agent-system.workflow";
    var activities = "dapr.internal.default.task-agent-system.activity";

    assertThat(SidecarHealth.hostsNoWorkflows(List.of("ChatActor", "TaskActor"))).isTrue();
    assertThat(SidecarHealth.hostsNoWorkflows(List.of("TaskActor", activities))).isTrue();
    assertThat(SidecarHealth.hostsNoWorkflows(List.of("TaskActor", workflows))).isFalse();
    assertThat(SidecarHealth.hostsNoWorkflows(List.of())).as("it has just begun").isFalse();
  }
}
