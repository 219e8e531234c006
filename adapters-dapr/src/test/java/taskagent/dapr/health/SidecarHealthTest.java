package taskagent.dapr.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Tells which lists of actor types show an unhealthy sidecar. The chaos suite has real ones. */
final class SidecarHealthTest {

  @Test
  void onlyASidecarThatHostsTasksAndNoWorkflowsIsUnhealthy() {
    var workflows = "dapr.internal.default.task-agent-system.workflow";
    var activities = "dapr.internal.default.task-agent-system.activity";

    assertThat(SidecarHealth.hostsNoWorkflows(List.of("ChatActor", "TaskActor"))).isTrue();
    assertThat(SidecarHealth.hostsNoWorkflows(List.of("TaskActor", activities))).isTrue();
    assertThat(SidecarHealth.hostsNoWorkflows(List.of("TaskActor", workflows))).isFalse();
    assertThat(SidecarHealth.hostsNoWorkflows(List.of())).as("it has just started").isFalse();
  }
}
