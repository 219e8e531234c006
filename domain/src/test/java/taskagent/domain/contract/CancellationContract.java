package taskagent.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import taskagent.domain.port.Notifier.Failed;
import taskagent.domain.port.Notifier.NotNow;
import taskagent.domain.port.Notifier.Notified;
import taskagent.domain.port.Notifier.Sent;
import taskagent.domain.port.Workflows.Cancelled;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.StepState.Status;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskStatus;

/** How every engine cancels a run (specification §4: a cancellation is an input). */
public abstract class CancellationContract extends EngineContract {

  private RunId waiting(TaskId task, Notified answer, Status status) {
    outside().notifier().answer(task, answer);
    workflows().start(request(task));
    var id = WorkflowId.of(task);
    eventually(
        () ->
            assertThat(step(workflows().find(id).orElseThrow(), "notify").status())
                .isEqualTo(status));
    return id;
  }

  private void assertCancelledAndCompensated(TaskId task, Workflow workflow) {
    assertThat(workflow.result().orElseThrow().status()).isEqualTo(Outcome.CANCELLED);
    var after = tasks().find(task).orElseThrow();
    assertThat(after.status()).isEqualTo(TaskStatus.PENDING);
    assertThat(after.assignee()).isEmpty();
    assertThat(after.deadline()).isEmpty();
  }

  @Test
  void aSagaThatWaitsForARetryIsCancelledAtOnce() {
    var task = newTask();
    var id = waiting(task, new Failed("no route to host", true), Status.WAITING);

    assertThat(workflows().cancel(id)).isEqualTo(new Cancelled.Accepted());

    assertCancelledAndCompensated(task, ended(id));
    assertThat(calls(task)).hasSize(1);
  }

  @Test
  void aPostponedSagaIsCancelledAtOnce() {
    var task = newTask();
    var id = waiting(task, new NotNow(now().plusSeconds(60), "circuit open"), Status.PUT_OFF);

    assertThat(workflows().cancel(id)).isEqualTo(new Cancelled.Accepted());

    assertCancelledAndCompensated(task, ended(id));
  }

  @Test
  void aCancelledSagaDoesNotWakeUp() {
    var task = newTask();
    var id = waiting(task, new Failed("no route to host", true), Status.WAITING);
    workflows().cancel(id);
    var workflow = ended(id);

    engine().advance(Duration.ofSeconds(5));
    engine().restart(Duration.ZERO);
    ended(startOther());

    assertThat(workflows().find(id)).contains(workflow);
    assertThat(calls(task)).hasSize(1);
  }

  private RunId startOther() {
    var other = newTask();
    workflows().start(request(other));
    return WorkflowId.of(other);
  }

  @Test
  void aStepInFlightFinishesFirstAndIsThenCompensatedEvenIfItSucceeded() {
    var task = newTask();
    var gate = outside().notifier().hold(task, new Sent());
    workflows().start(request(task));
    var id = WorkflowId.of(task);
    eventually(() -> assertThat(gate.reached()).isTrue());

    assertThat(workflows().cancel(id)).isEqualTo(new Cancelled.Accepted());

    assertThat(workflows().find(id).orElseThrow().status()).isEqualTo(Workflow.Status.RUNNING);
    gate.open();
    assertCancelledAndCompensated(task, ended(id));
  }

  @Test
  void aFailedStepIsNotRetriedAfterACancellation() {
    var task = newTask();
    var gate = outside().notifier().hold(task, new Failed("no route to host", true));
    workflows().start(request(task));
    var id = WorkflowId.of(task);
    eventually(() -> assertThat(gate.reached()).isTrue());

    workflows().cancel(id);
    gate.open();

    assertCancelledAndCompensated(task, ended(id));
    assertThat(calls(task)).hasSize(1);
  }

  @Test
  void aSecondCancellationIsAcceptedWhileTheSagaRuns() {
    var task = newTask();
    var gate = outside().notifier().hold(task, new Sent());
    workflows().start(request(task));
    var id = WorkflowId.of(task);
    eventually(() -> assertThat(gate.reached()).isTrue());

    var answers = atOnce(crowd(), _ -> workflows().cancel(id));

    assertThat(answers).allMatch(new Cancelled.Accepted()::equals);
    gate.open();
    assertCancelledAndCompensated(task, ended(id));
  }

  @Test
  void anEndedSagaCannotBeCancelled() {
    var task = newTask();
    workflows().start(request(task));
    var id = WorkflowId.of(task);
    var workflow = ended(id);

    assertThat(workflows().cancel(id)).isInstanceOf(Cancelled.Ended.class);

    assertThat(workflows().find(id)).contains(workflow);
    assertThat(tasks().find(task).orElseThrow().status()).isEqualTo(TaskStatus.ASSIGNED);
  }

  @Test
  void anUnknownSagaCannotBeCancelled() {
    assertThat(workflows().cancel(WorkflowId.of(newTask()))).isEqualTo(new Cancelled.Unknown());
  }

  @Test
  void anAcceptedCancellationSurvivesARestart() {
    var task = newTask();
    var gate = outside().notifier().hold(task, new Sent());
    workflows().start(request(task));
    var id = WorkflowId.of(task);
    eventually(() -> assertThat(gate.reached()).isTrue());
    workflows().cancel(id);

    engine().restart(Duration.ZERO);
    gate.open();

    assertCancelledAndCompensated(task, ended(id));
  }
}
