package taskagent.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import io.dapr.workflows.runtime.DefaultWorkflowContext;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import taskagent.dapr.workflow.WorkflowInstances;
import taskagent.domain.contract.ExpenseApproval;
import taskagent.domain.contract.ExpenseApproval.Expense;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.contract.ScriptedOutside;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.StepExecutor;
import taskagent.domain.memory.InMemoryEngine;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Notifier;
import taskagent.domain.port.Tasks;
import taskagent.domain.run.Run;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.SagaState;
import taskagent.domain.saga.Signal;
import taskagent.json.InputRunJson;
import taskagent.json.JournalJson;
import taskagent.json.KindsJson;
import taskagent.json.RunJson;
import taskagent.json.SagaStateJson;
import taskagent.json.SignalJson;
import taskagent.json.StepCallsJson;

/** A kind that hears a signal and has outputs, as a Dapr workflow over the executor of the SDK. */
class SignalsOnDaprTest {

  private static final Instant BEGIN = Instant.parse("2026-03-01T09:00:00Z");

  private final ExpenseApproval.Books books = new ExpenseApproval.Books();
  private final Kinds kinds =
      ExpenseApproval.addTo(
          Kinds.ofTasks(RunJson.CODEC, _ -> new Notifier.Sent()),
          new InputRunJson<>(new ExpenseApproval.ExpenseCodec()),
          () -> books);
  private final Run run = ExpenseApproval.run("expense-1", new Expense("ann", 500), BEGIN);
  private final ScriptedSidecar sidecar =
      new ScriptedSidecar(
          context ->
              new SagaWorkflow(kinds, Activity.none()).run(new DefaultWorkflowContext(context)),
          KindsJson.write(kinds, run),
          BEGIN,
          this::activity);

  /** Has no task: the kind does not need any. */
  private final Tasks tasks =
      InMemoryEngine.inCallersThread(ScriptedOutside.with(new ManualClock())).tasks();

  private String activity(String name, String input) {
    if (name.equals(PublishCompensated.class.getCanonicalName())) {
      return "";
    }
    var asked = StepCallsJson.read(kinds, input);
    var steps = new StepExecutor(kinds, tasks);
    return JournalJson.writeResults(steps.run(asked.directive(), asked.run()));
  }

  private ScriptedSidecar signal(String id, String name, String payload) {
    return sidecar.raise(WorkflowInstances.SIGNAL, SignalJson.write(new Signal(id, name, payload)));
  }

  private SagaState end() {
    return SagaStateJson.read(sidecar.output().orElseThrow());
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
    sidecar.settle().raise(WorkflowInstances.CANCEL, "").settle();

    assertReleased(Outcome.CANCELLED);
  }
}
