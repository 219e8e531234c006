package taskagent.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import taskagent.domain.port.Notifier.Failed;
import taskagent.domain.port.Notifier.Sent;
import taskagent.domain.port.Workflows.Started;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.StepState;
import taskagent.domain.saga.StepState.Status;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskStatus;

/** How every engine continues its sagas after a restart (specification §4, §8.6-8). */
public abstract class RestartContract extends EngineContract {

  private RunId waiting(TaskId task) {
    workflows().start(request(task));
    var id = WorkflowId.of(task);
    eventually(() -> assertThat(notifyStep(id).status()).isEqualTo(Status.WAITING));
    return id;
  }

  private StepState notifyStep(RunId id) {
    return step(workflows().find(id).orElseThrow(), "notify");
  }

  private static Failed temporary() {
    return new Failed("no route to host", true);
  }

  @Test
  void aWaitingSagaContinuesAfterARestart() {
    var task = newTask();
    outside().notifier().answer(task, temporary());
    var id = waiting(task);

    var wakeAt = notifyStep(id).wakeAt().orElseThrow();

    engine().restart(Duration.ZERO);
    assertThat(notifyStep(id).status() == Status.WAITING || !now().isBefore(wakeAt))
        .as("it waits until its time has come, which with a real clock may be now")
        .isTrue();
    engine().advance(Duration.ofSeconds(1));
    var workflow = ended(id);

    assertThat(workflow.result().orElseThrow().status()).isEqualTo(Outcome.COMPLETED);
    assertThat(step(workflow, "notify").attempts()).isEqualTo(2);
    assertThat(attempts(task)).as("no call was under way").containsExactly(1, 2);
    assertThat(tasks().timeline(task).orElseThrow()).hasSize(3);
  }

  @Test
  void aSagaWhoseWaitEndedDuringTheRestartContinuesAtOnce() {
    var task = newTask();
    outside().notifier().answer(task, temporary());
    var id = waiting(task);

    engine().restart(Duration.ofSeconds(2));

    assertThat(ended(id).result().orElseThrow().status()).isEqualTo(Outcome.COMPLETED);
  }

  @Test
  void aCallWhoseAnswerWasLostIsRepeatedUnderTheSameKey() {
    var task = newTask();
    var gate = outside().notifier().hold(task, new Sent());
    workflows().start(request(task));
    var id = WorkflowId.of(task);
    eventually(() -> assertThat(gate.reached()).isTrue());

    engine().restart(Duration.ZERO);
    gate.open();

    assertThat(ended(id).result().orElseThrow().status()).isEqualTo(Outcome.COMPLETED);
    assertThat(outside().notifier().calls(task))
        .extracting(call -> call.notification().key())
        .containsOnly(id + "/notify/do");
    var calls = outside().notifier().calls(task);
    assertThat(calls.getFirst().notification().repeated()).isFalse();
    // On Dapr, the answer may still arrive, and then there is no further call.
    assertThat(calls.stream().skip(1))
        .as("it may be known")
        .allMatch(call -> call.notification().repeated());
    assertThat(tasks().find(task).orElseThrow().status()).isEqualTo(TaskStatus.ASSIGNED);
    assertThat(tasks().timeline(task).orElseThrow()).hasSize(3);
  }

  @Test
  void aSagaThatFailsAfterARestartCompensatesEarlierSteps() {
    var task = newTask();
    // More than three, because a repeated call takes an answer, too.
    outside().notifier().answer(task, Collections.nCopies(6, temporary()).toArray(Failed[]::new));
    var id = waiting(task);

    engine().restart(Duration.ofSeconds(1));
    eventually(
        () -> {
          var notify = notifyStep(id);
          assertThat(notify.attempts()).isEqualTo(2);
          assertThat(notify.status()).isEqualTo(Status.WAITING);
        });
    engine().restart(Duration.ofSeconds(2));
    var workflow = ended(id);

    assertThat(workflow.result().orElseThrow().status()).isEqualTo(Outcome.FAILED);
    assertThat(attempts(task)).containsExactly(1, 2, 3);
    assertThat(tasks().find(task).orElseThrow().status()).isEqualTo(TaskStatus.PENDING);
    assertThat(tasks().find(task).orElseThrow().assignee()).isEmpty();
  }

  @Test
  void anEndedRunIsUnchangedAfterARestart() {
    var task = newTask();
    workflows().start(request(task));
    var id = WorkflowId.of(task);
    var workflow = ended(id);

    engine().restart(Duration.ofSeconds(1));

    assertThat(ended(id)).isEqualTo(workflow);
    assertThat(workflows().start(request(task))).isEqualTo(new Started.Accepted(id));
    assertThat(calls(task)).hasSize(1);
  }

  @Test
  void manySagasInFlightAllReachTheirOutcome() {
    var all = IntStream.range(0, 4 * crowd()).mapToObj(_ -> newTask()).toList();
    all.forEach(task -> outside().notifier().answer(task, temporary()));
    all.forEach(task -> workflows().start(request(task)));
    all.forEach(this::waiting);

    engine().restart(Duration.ofSeconds(1));

    for (var task : all) {
      assertThat(ended(WorkflowId.of(task)).result().orElseThrow().status())
          .isEqualTo(Outcome.COMPLETED);
      assertThat(attempts(task)).containsExactly(1, 2);
    }
  }

  private List<Integer> attempts(TaskId task) {
    return calls(task).stream().map(call -> call.notification().attempt()).toList();
  }
}
