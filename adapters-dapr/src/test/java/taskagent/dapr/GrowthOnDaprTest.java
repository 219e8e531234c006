package taskagent.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import taskagent.dapr.workflow.WorkflowInstances;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.contract.ParcelOrder;
import taskagent.domain.contract.ParcelOrder.Order;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.StepState;

/** A kind that grows, as a Dapr workflow over the executor of the SDK. */
class GrowthOnDaprTest {

  private static final RunId ID = new RunId("order-1");

  private static ScriptedRun order(String... items) {
    var order = new Order(List.of(items), Duration.ofDays(3));
    return new ScriptedRun(ParcelOrder.run(ID, order, ManualClock.START));
  }

  @Test
  void plannedStepsAreInTheHistory() {
    var run = order("book", "lamp");
    run.sidecar().settle();

    run.signal("1", ParcelOrder.SIGNATURE, "ann").settle();

    assertThat(run.end().outcome()).contains(Outcome.COMPLETED);
    assertThat(run.end().steps())
        .extracting(StepState::name)
        .containsExactly("pack", "split", "send/book", "send/lamp", "sign/all", "close");
    assertThat(run.outside().recorder().of(ID))
        .containsExactly("pack book,lamp", "send book", "send lamp", "close");
    assertThat(run.sidecar().inputs()).hasSize(5);
    assertThat(run.sidecar().inputs().get(2))
        .startsWith("{\"format\":3,")
        .contains("\"step\":\"send/book\"", "\"template\":\"send\",\"planned\":\"book\"");
  }

  @Test
  void plannedStepsAreCompensatedInReverse() {
    var run = order("book", "lamp");

    run.sidecar().settle().raise(WorkflowInstances.COMMAND, "").settle();

    assertThat(run.end().outcome()).contains(Outcome.CANCELLED);
    assertThat(run.outside().recorder().of(ID))
        .containsSubsequence("send lamp", "recall lamp", "recall book", "unpack");
  }

  @Test
  void growthBeyondTheBoundCompensates() {
    var run = order("1", "2", "3", "4", "5", "6", "7");

    run.sidecar().settle();

    assertThat(run.end().outcome()).contains(Outcome.FAILED);
    assertThat(run.end().cause().orElseThrow().reason()).endsWith("11 steps, more than 9");
  }
}
