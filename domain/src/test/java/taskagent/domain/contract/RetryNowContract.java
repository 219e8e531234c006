package taskagent.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import taskagent.domain.contract.ExpenseApproval.Expense;
import taskagent.domain.port.Notifier.Failed;
import taskagent.domain.port.Notifier.NotNow;
import taskagent.domain.port.Notifier.Notified;
import taskagent.domain.port.Notifier.Sent;
import taskagent.domain.port.Workflows.RetriedNow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.StepState;
import taskagent.domain.saga.StepState.Status;
import taskagent.domain.task.TaskId;

/** How every engine ends the wait of a run for its next attempt (specification §14). */
public abstract class RetryNowContract extends EngineContract {

  private static final Failed FAILED = new Failed("no route to host", true);

  private RunId waiting(TaskId task, Status status, Notified... answers) {
    outside().notifier().answer(task, answers);
    workflows().start(request(task));
    var id = WorkflowId.of(task);
    reaches(id, status, 1);
    return id;
  }

  /** Waits until the step notify has this status after so many calls. */
  private void reaches(RunId id, Status status, int calls) {
    eventually(
        () -> {
          var run = workflows().find(id).orElseThrow();
          assertThat(calls(run.run().request().taskId())).hasSize(calls);
          assertThat(step(run, "notify").status()).isEqualTo(status);
        });
  }

  private StepState notifyStep(RunId id) {
    return step(workflows().find(id).orElseThrow(), "notify");
  }

  private void refuses(RunId id, String does) {
    assertThat(workflows().retryNow(id))
        .isInstanceOfSatisfying(
            RetriedNow.Refused.class,
            refused ->
                assertThat(refused.reason())
                    .startsWith("workflow " + id + " does not wait for an attempt; it " + does));
  }

  @Test
  void aFailedStepIsAttemptedAtOnce() {
    var task = newTask();
    var id = waiting(task, Status.WAITING, FAILED, new Sent());

    assertThat(workflows().retryNow(id)).isEqualTo(new RetriedNow.Accepted());

    var run = ended(id);
    assertThat(run.result().orElseThrow().status()).isEqualTo(Outcome.COMPLETED);
    assertThat(step(run, "notify").attempts()).isEqualTo(2);
    assertThat(calls(task)).hasSize(2);
  }

  @Test
  void theWaitsAfterItAreAsLongAsOtherwise() {
    var task = newTask();
    var id = waiting(task, Status.WAITING, FAILED, FAILED, new Sent());
    var before = now();

    workflows().retryNow(id);

    reaches(id, Status.WAITING, 2);
    assertThat(notifyStep(id).attempts()).isEqualTo(2);
    assertThat(notifyStep(id).wakeAt().orElseThrow())
        .isBetween(
            before.plus(waitAfter(2)).minusMillis(500), now().plus(waitAfter(2)).plusMillis(500));
    engine().advance(waitAfter(2));
    assertThat(ended(id).result().orElseThrow().status()).isEqualTo(Outcome.COMPLETED);
  }

  @Test
  void aPostponedStepIsAttemptedAtOnceAndHasUsedUpNoAttempt() {
    var task = newTask();
    var later = now().plusSeconds(300);
    var id = waiting(task, Status.PUT_OFF, new NotNow(later, "circuit open"), new Sent());

    assertThat(workflows().retryNow(id)).isEqualTo(new RetriedNow.Accepted());

    var run = ended(id);
    assertThat(run.result().orElseThrow().status()).isEqualTo(Outcome.COMPLETED);
    assertThat(step(run, "notify").attempts()).isEqualTo(1);
  }

  @Test
  void manyRequestsForOneWaitMakeOneAttempt() {
    var task = newTask();
    outside().notifier().answer(task, FAILED);
    var gate = outside().notifier().hold(task, FAILED);
    workflows().start(request(task));
    var id = WorkflowId.of(task);
    reaches(id, Status.WAITING, 1);

    var answers = atOnce(crowd(), _ -> workflows().retryNow(id));

    assertThat(answers).contains(new RetriedNow.Accepted());
    eventually(() -> assertThat(gate.reached()).isTrue());
    gate.open();
    reaches(id, Status.WAITING, 2);
  }

  @Test
  void aRunWhoseStepIsAttemptedEarlyGoesOnAfterARestart() {
    var task = newTask();
    outside().notifier().answer(task, FAILED);
    var gate = outside().notifier().hold(task, new Sent());
    workflows().start(request(task));
    var id = WorkflowId.of(task);
    reaches(id, Status.WAITING, 1);
    workflows().retryNow(id);
    eventually(() -> assertThat(gate.reached()).isTrue());

    engine().restart(Duration.ZERO);
    gate.open();

    assertThat(ended(id).result().orElseThrow().status()).isEqualTo(Outcome.COMPLETED);
  }

  @Test
  void aRunThatDoesSomethingElseSaysWhat() {
    var task = newTask();
    var gate = outside().notifier().hold(task, new Sent());
    workflows().start(request(task));
    var id = WorkflowId.of(task);
    eventually(() -> assertThat(gate.reached()).isTrue());

    refuses(id, "runs step notify");
    gate.open();
    ended(id);
    refuses(id, "has ended");

    var expense = ExpenseApproval.run(fresh("expense-"), new Expense("ann", 5), now());
    engine().runs().start(expense);
    eventually(() -> refuses(expense.id(), "waits for the signal decision in step approval"));
    engine().runs().cancel(expense.id());
  }

  @Test
  void anUnknownRunIsNotAttempted() {
    assertThat(workflows().retryNow(WorkflowId.of(newTask()))).isEqualTo(new RetriedNow.Unknown());
  }
}
