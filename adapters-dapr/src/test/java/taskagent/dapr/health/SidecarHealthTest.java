package taskagent.dapr.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
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

  @Test
  void aSidecarWhoseActorsTakeTurnsIsOnlyBusyAlthoughNoCallIsAnswered() {
    var turns = new AtomicLong(7);
    BooleanSupplier answered = () -> true;
    BooleanSupplier unanswered = () -> false;
    BooleanSupplier busy = () -> turns.incrementAndGet() < 0;

    assertThat(SidecarHealth.noTurns(answered, turns::get)).isFalse();
    assertThat(SidecarHealth.noTurns(unanswered, turns::get)).isTrue();
    assertThat(SidecarHealth.noTurns(busy, turns::get)).isFalse();
  }

  @Test
  void theVersionIsReadInParts() {
    assertThat(SidecarHealth.part("1.18.2", 1)).isEqualTo(18);
    assertThat(SidecarHealth.part("v1.18.3-rc.4", 0)).isEqualTo(1);
    assertThat(SidecarHealth.part("v1.18.3-rc.4", 2)).isEqualTo(3);
    assertThat(SidecarHealth.part("edge", 0)).isZero();
    assertThat(SidecarHealth.part("1", 2)).isZero();
  }
}
