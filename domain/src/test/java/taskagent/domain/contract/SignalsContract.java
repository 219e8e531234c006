package taskagent.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import taskagent.domain.contract.ExpenseApproval.Booking;
import taskagent.domain.contract.ExpenseApproval.Expense;
import taskagent.domain.engine.Runs.Started;
import taskagent.domain.port.Workflows.Cancelled;
import taskagent.domain.port.Workflows.Signalled;
import taskagent.domain.port.Workflows.Signalled.Accepted;
import taskagent.domain.processing.TaskProcessing;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.run.RunId;
import taskagent.domain.run.RunView;
import taskagent.domain.saga.CurrentAction;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.Signal;
import taskagent.domain.saga.StepOutput;
import taskagent.domain.saga.StepState.Status;

/** How every engine runs a kind that has nothing to do with tasks (specification §10). */
public abstract class SignalsContract extends EngineContract {

  private static final Expense EXPENSE = new Expense("ann", 500);

  /** How long a test waits for a signal that does not come. */
  protected final Duration inVain() {
    return engines().shortened(ExpenseApproval.DECIDED_WITHIN);
  }

  private RunId started() {
    return started(EXPENSE);
  }

  private RunId started(Expense expense) {
    var id = fresh("expense-");
    var started = engine().runs().start(ExpenseApproval.run(id, expense, now()));
    assertThat(started).isEqualTo(new Started.Accepted(new RunId(id)));
    return new RunId(id);
  }

  private RunId waiting() {
    var id = started();
    eventually(() -> assertThat(status(id, "approval")).isEqualTo(Status.RUNNING));
    return id;
  }

  private Status status(RunId id, String step) {
    return find(id).state().steps().stream()
        .filter(line -> line.name().equals(step))
        .findFirst()
        .orElseThrow()
        .status();
  }

  private RunView find(RunId id) {
    return engine().runs().find(id).orElseThrow();
  }

  private RunView over(RunId id, Outcome outcome) {
    var run = engine().runs().await(id, patience(), () -> false).orElseThrow();
    assertThat(run.defect()).isEqualTo(Optional.empty());
    assertThat(run.state().outcome()).contains(outcome);
    return run;
  }

  private Signalled decide(RunId id, String signal, String decision) {
    return engine().runs().signal(id, new Signal(signal, ExpenseApproval.DECISION, decision));
  }

  private static Booking reserved(RunId id) {
    return new Booking(id + "/reserve/do", "reserve", "");
  }

  private static Booking released(RunId id) {
    return new Booking(id + "/reserve/undo", "release", "");
  }

  private static Booking paid(RunId id) {
    return new Booking(id + "/pay/do", "yes", "reservation of " + id);
  }

  @Test
  void aSignalEndsTheWaitAndLaterStepsGetTheOutputs() {
    var id = waiting();

    assertThat(decide(id, "1", "yes")).isEqualTo(new Accepted());

    over(id, Outcome.COMPLETED);
    assertThat(outside().books().of(id)).containsExactly(reserved(id), paid(id));
  }

  @Test
  void aDecisionAgainstItCompensates() {
    var id = waiting();

    decide(id, "1", "no");

    var run = over(id, Outcome.FAILED);
    assertThat(run.state().cause().orElseThrow().reason()).isEqualTo("pay: the decision was no");
    assertThat(outside().books().of(id)).containsExactly(reserved(id), released(id));
  }

  @Test
  void theSameSignalAgainChangesNothing() {
    var id = waiting();
    decide(id, "1", "yes");
    over(id, Outcome.COMPLETED);

    assertThat(decide(id, "1", "yes")).as("the answer of the first").isEqualTo(new Accepted());
    assertThat(decide(id, "2", "yes"))
        .isEqualTo(new Signalled.Refused("workflow " + id + " has ended"));
    assertThat(outside().books().of(id)).containsExactly(reserved(id), paid(id));
  }

  @Test
  void aSignalThatNoStepHearsIsRefused() {
    var id = waiting();

    assertThat(engine().runs().signal(id, new Signal("1", "remark", "soon")))
        .isEqualTo(
            new Signalled.Refused(
                "workflow %s is of the kind expense-approval@1, which hears no signal remark"
                    .formatted(id)));

    assertThat(decide(id, "1", "yes")).as("its id is still free").isEqualTo(new Accepted());
    over(id, Outcome.COMPLETED);
  }

  @Test
  void aRunSaysForWhichSignalItWaits() {
    var id = waiting();

    var details = workflows().details(id, Duration.ZERO, () -> false).orElseThrow();

    var until = details.view().state().waitsUntil().orElseThrow();
    assertThat(details.action())
        .contains(new CurrentAction.AwaitsSignal("approval", ExpenseApproval.DECISION, until));
    assertThat(details.view().parent()).isEmpty();
    assertThat(details.children()).isEmpty();
    decide(id, "1", "yes");
    assertThat(workflows().details(id, patience(), () -> false).orElseThrow().action())
        .contains(new CurrentAction.Ended());
  }

  @Test
  void aSignalIsKeptOverARestart() {
    var id = waiting();
    engine().restart(downTime());

    decide(id, "1", "yes");
    engine().restart(Duration.ZERO);

    over(id, Outcome.COMPLETED);
    assertThat(outside().books().of(id)).containsExactly(reserved(id), paid(id));
  }

  @Test
  void withoutASignalInTimeTheRunCompensates() {
    var id = started(new Expense("ann", 500, inVain()));

    engine().advance(inVain());

    var run = over(id, Outcome.FAILED);
    assertThat(run.state().cause().orElseThrow().reason())
        .isEqualTo("approval: no signal decision came in time");
    assertThat(outside().books().of(id)).containsExactly(reserved(id), released(id));
  }

  @Test
  void aRunThatWaitsForASignalCanBeCancelled() {
    var id = waiting();

    assertThat(engine().runs().cancel(id)).isEqualTo(new Cancelled.Accepted());

    over(id, Outcome.CANCELLED);
    assertThat(outside().books().of(id)).containsExactly(reserved(id), released(id));
    assertThat(decide(id, "1", "yes")).isInstanceOf(Signalled.Refused.class);
  }

  @Test
  void aRunIsRejectedByItsFirstStep() {
    var id = fresh("expense-");
    engine().runs().start(ExpenseApproval.run(id, new Expense("ann", 0), now()));

    over(new RunId(id), Outcome.REJECTED);
    assertThat(outside().books().of(new RunId(id))).isEmpty();
  }

  @Test
  void anIdHasOneRun() {
    var id = started();
    var again = ExpenseApproval.run(id.value(), EXPENSE, now());
    var other = ExpenseApproval.run(id.value(), new Expense("bob", 1), now());

    assertThat(engine().runs().start(again)).isEqualTo(new Started.Accepted(id));
    assertThat(engine().runs().start(other)).isEqualTo(new Started.Taken(find(id).run()));
    assertThat(find(id).run().input()).isEqualTo(EXPENSE);
  }

  @Test
  void whoCannotHearASignalRefusesIt() {
    var task = newTask();
    workflows().start(request(task));
    var processing = WorkflowId.of(task);
    ended(processing);

    assertThat(decide(new RunId(fresh("nobody-")), "1", "yes")).isEqualTo(new Signalled.Unknown());
    assertThat(decide(processing, "1", "yes"))
        .isEqualTo(
            new Signalled.Refused(
                "workflow %s is of the kind %s, which hears no signal decision"
                    .formatted(processing, TaskProcessing.ID)));
    assertThat(decide(started(), "1", "x".repeat(StepOutput.BYTES_AT_MOST + 1)))
        .isInstanceOf(Signalled.Refused.class);
  }

  @Test
  void itIsNotAmongTheRunsThatProcessTasks() {
    assertThat(workflows().find(waiting())).isEmpty();
  }
}
