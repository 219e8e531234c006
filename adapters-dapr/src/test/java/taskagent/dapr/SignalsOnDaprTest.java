package taskagent.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import taskagent.dapr.workflow.WorkflowInstances;
import taskagent.domain.contract.ExpenseApproval;
import taskagent.domain.contract.ExpenseApproval.Expense;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.run.Run;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.SagaState;

/** A kind that hears a signal and has outputs, as a Dapr workflow over the executor of the SDK. */
class SignalsOnDaprTest {

  private final Run run =
      ExpenseApproval.run("expense-1", new Expense("ann", 500), ManualClock.START);
  private final ScriptedRun scripted = new ScriptedRun(run);
  private final ScriptedSidecar sidecar = scripted.sidecar();
  private final ExpenseApproval.Books books = scripted.outside().books();

  private ScriptedSidecar signal(String id, String name, String payload) {
    return scripted.signal(id, name, payload);
  }

  private SagaState end() {
    return scripted.end();
  }

  private void assertPaid() {
    assertThat(end().outcome()).contains(Outcome.COMPLETED);
    assertThat(books.of(run.id()))
        .extracting(ExpenseApproval.Booking::what)
        .containsExactly("reserve", "yes");
  }

  private void assertReleased(Outcome outcome) {
    assertThat(end().outcome()).contains(outcome);
    assertThat(books.of(run.id()))
        .extracting(ExpenseApproval.Booking::what)
        .containsExactly("reserve", "release");
  }

  @Test
  void aSignalEndsTheWaitAndLaterStepsGetTheOutputs() {
    sidecar.settle();
    assertThat(sidecar.timers()).isOne();

    signal("1", ExpenseApproval.DECISION, "yes").settle();

    assertPaid();
    assertThat(sidecar.inputs().getFirst()).startsWith("{\"format\":1,");
    assertThat(sidecar.inputs().getLast())
        .startsWith("{\"format\":2,")
        .contains("{\"step\":\"reserve\",\"value\":\"reservation of expense-1\"}");
  }

  @Test
  void aSignalBeforeTheStepThatHearsItIsKept() {
    signal("1", ExpenseApproval.DECISION, "yes").settle();

    assertPaid();
    assertThat(sidecar.timers()).as("no wait was necessary").isZero();
  }

  @Test
  void anotherSignalAndARepeatedOneMakeNoOtherTimer() {
    sidecar.settle();

    signal("1", "remark", "soon").settle();
    signal("1", ExpenseApproval.DECISION, "no").settle();
    assertThat(sidecar.timers()).isOne();
    assertThat(sidecar.output()).isEmpty();

    signal("2", ExpenseApproval.DECISION, "yes").settle();
    assertPaid();
  }

  @Test
  void severalSignalsInOneTurnAreAllHeard() {
    sidecar.settle();
    signal("1", "remark", "soon");

    signal("2", ExpenseApproval.DECISION, "yes").settle();

    assertPaid();
  }

  @Test
  void withoutASignalInTimeTheRunCompensates() {
    sidecar.settle().advance(Duration.ofHours(1)).settle();
    assertThat(sidecar.output()).isEmpty();

    sidecar.advance(ExpenseApproval.DECIDED_WITHIN).settle();

    assertReleased(Outcome.FAILED);
  }

  @Test
  void aRunThatWaitsForASignalCanBeCancelled() {
    sidecar.settle().raise(WorkflowInstances.COMMAND, "").settle();

    assertReleased(Outcome.CANCELLED);
  }
}
