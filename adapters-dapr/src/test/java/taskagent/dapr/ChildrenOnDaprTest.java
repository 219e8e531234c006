package taskagent.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import taskagent.dapr.workflow.WorkflowInstances;
import taskagent.domain.contract.Delivery;
import taskagent.domain.contract.Delivery.Tour;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.contract.ParcelOrder;
import taskagent.domain.contract.ParcelOrder.Order;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Outcome;
import taskagent.json.RunCommandJson;
import taskagent.json.RunCommandJson.RunCommand;

/** A kind with child runs, as a Dapr workflow over the executor of the SDK. */
class ChildrenOnDaprTest {

  private static final RunId ID = new RunId("tour-1");

  private static ScriptedRun tour(int atOnce, String... orders) {
    return new ScriptedRun(
        Delivery.run(ID, new Tour(List.of(orders), atOnce, false), ManualClock.START));
  }

  @Test
  void aRunGoesOnWhenItsChildrenHaveEnded() {
    var run = tour(2, "a", "b", "c");
    run.sidecar().settle();
    assertThat(run.started).containsExactly("tour-1-a", "tour-1-b");
    assertThat(run.sidecar().timers()).as("it waits for events only").isZero();

    run.childEnded("tour-1-b", Outcome.COMPLETED).settle();
    assertThat(run.started).containsExactly("tour-1-a", "tour-1-b", "tour-1-c");
    run.childEnded("tour-1-b", Outcome.COMPLETED);
    run.childEnded("tour-1-a", Outcome.COMPLETED);
    run.childEnded("tour-1-c", Outcome.COMPLETED).settle();

    assertThat(run.end().outcome()).contains(Outcome.COMPLETED);
    assertThat(run.outside().recorder().of(ID)).containsExactly("open", "bill");
  }

  @Test
  void anEndThatComesBeforeTheStartIsKnownIsNotLost() {
    var run = tour(2, "a");
    run.childEnded("tour-1-a", Outcome.COMPLETED);

    run.sidecar().settle();

    assertThat(run.end().outcome()).contains(Outcome.COMPLETED);
  }

  @Test
  void cancellingCancelsTheChildrenAndAwaitsThem() {
    var run = tour(2, "a", "b");
    run.sidecar().settle();
    run.childEnded("tour-1-a", Outcome.COMPLETED).settle();

    run.sidecar().raise(WorkflowInstances.COMMAND, "").settle();
    assertThat(run.cancelled).containsExactly("tour-1-b");
    assertThat(run.sidecar().output()).isEmpty();
    run.childEnded("tour-1-b", Outcome.CANCELLED).settle();

    assertThat(run.end().outcome()).contains(Outcome.CANCELLED);
    assertThat(run.outside().recorder().of(ID)).containsExactly("open", "return a", "close");
  }

  @Test
  void aCommandThatComesTooLateDoesNotEndTheWait() {
    var run = tour(2, "a");
    run.sidecar().settle();
    var late = new RunCommand.RetryNow("wait open", ManualClock.START);

    run.sidecar().raise(WorkflowInstances.COMMAND, RunCommandJson.write(late)).settle();
    assertThat(run.sidecar().output()).isEmpty();
    run.childEnded("tour-1-a", Outcome.COMPLETED).settle();

    assertThat(run.end().outcome()).contains(Outcome.COMPLETED);
  }

  @Test
  void anIdThatIsTakenCompensates() {
    var run = tour(2, "taken");

    run.sidecar().settle();

    assertThat(run.end().outcome()).contains(Outcome.FAILED);
    assertThat(run.end().cause().orElseThrow().reason()).contains("another run has the id");
  }

  @Test
  void aChildTellsItsParentOfItsEnd() {
    var order = new Order(List.of("a"), Duration.ofDays(3));
    var run = ParcelOrder.run(new RunId("tour-1-a"), order, ManualClock.START);
    var child = new ScriptedRun(run, "saga.Child");
    child.sidecar().settle();
    assertThat(child.told).isEmpty();

    child.signal("1", ParcelOrder.SIGNATURE, "ann").settle();

    assertThat(child.told).containsExactly(Outcome.COMPLETED);
    var cancelled = new ScriptedRun(run, "saga.Child");
    cancelled.sidecar().settle().raise(WorkflowInstances.COMMAND, "").settle();
    assertThat(cancelled.told).containsExactly(Outcome.CANCELLED);
  }
}
