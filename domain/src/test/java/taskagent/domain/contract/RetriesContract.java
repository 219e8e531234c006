package taskagent.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import taskagent.domain.port.Notifier.Failed;
import taskagent.domain.port.Notifier.NotNow;
import taskagent.domain.port.Notifier.Sent;
import taskagent.domain.port.Workflows.Retried;
import taskagent.domain.port.Workflows.Started;
import taskagent.domain.processing.Corrections;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.StepState.Status;
import taskagent.domain.task.TaskCommand.Assign;
import taskagent.domain.task.TaskCommand.Cancel;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskStatus;

/** How every engine retries a run (specification §4, §5). */
public abstract class RetriesContract extends EngineContract {

  private static final Corrections TO_BOB =
      new Corrections(Optional.empty(), Optional.empty(), Optional.of("bob"), Optional.empty());

  private RunId failed(TaskId task) {
    outside().notifier().answer(task, new Failed("no such mailbox", false));
    assertThat(workflows().start(request(task))).isInstanceOf(Started.Accepted.class);
    assertOutcome(WorkflowId.of(task), Outcome.FAILED);
    return WorkflowId.of(task);
  }

  private void assertOutcome(RunId id, Outcome outcome) {
    assertThat(ended(id).result().orElseThrow().status()).isEqualTo(outcome);
  }

  private RunId retry(RunId id, Corrections corrections) {
    return switch (workflows().retry(id, corrections)) {
      case Retried.Accepted(var next) -> next;
      case Retried.Repeated(var next) -> next;
      case Retried.Unknown() -> throw new AssertionError(id + " is unknown");
      case Retried.Conflict(var reason) -> throw new AssertionError(reason);
    };
  }

  private void assertConflict(RunId id, Corrections corrections) {
    assertThat(workflows().retry(id, corrections)).isInstanceOf(Retried.Conflict.class);
  }

  @Test
  void aRetryGetsTheNextNumberAndContinuesWithTheTask() {
    var task = newTask();
    var first = failed(task);

    var second = retry(first, Corrections.NONE);

    assertThat(second.value()).isEqualTo(first + "-r2");
    assertOutcome(second, Outcome.COMPLETED);
    var after = tasks().find(task).orElseThrow();
    assertThat(after.status()).isEqualTo(TaskStatus.ASSIGNED);
    assertThat(after.assignee()).contains("ann");
    assertThat(tasks().timeline(task).orElseThrow())
        .filteredOn(event -> event.type() == TaskEvent.Type.CREATED)
        .as("the retry continues with the existing task")
        .hasSize(1);
    assertOutcome(first, Outcome.FAILED);
  }

  @Test
  void theNotificationOfARetryHasItsOwnKey() {
    var task = newTask();
    var second = retry(failed(task), Corrections.NONE);
    assertOutcome(second, Outcome.COMPLETED);

    assertThat(calls(task))
        .extracting(call -> call.notification().key())
        .containsExactly(WorkflowId.of(task) + "/notify/do", second + "/notify/do");
  }

  @Test
  void aRejectedRunCanBeRetriedWithCorrections() {
    var task = newTask();
    workflows().start(new TaskRequest(task, "Hi", "All the figures of March", "ann", 3600));
    var first = WorkflowId.of(task);
    assertOutcome(first, Outcome.REJECTED);

    var second =
        retry(
            first,
            new Corrections(
                Optional.of("A better title"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(60L)));

    assertOutcome(second, Outcome.COMPLETED);
    var run = ended(second).run();
    assertThat(run.request())
        .isEqualTo(new TaskRequest(task, "A better title", "All the figures of March", "ann", 60));
    assertThat(tasks().find(task).orElseThrow().title()).isEqualTo("A better title");
    assertThat(tasks().find(task).orElseThrow().deadline()).contains(run.deadline());
  }

  @Test
  void aCancelledRunCanBeRetried() {
    var task = newTask();
    var gate = outside().notifier().hold(task, new Sent());
    workflows().start(request(task));
    var first = WorkflowId.of(task);
    eventually(() -> assertThat(gate.reached()).isTrue());
    workflows().cancel(first);
    gate.open();
    assertOutcome(first, Outcome.CANCELLED);

    assertOutcome(retry(first, Corrections.NONE), Outcome.COMPLETED);
  }

  @Test
  void theDeadlineOfARetryCountsFromItsAcceptance() {
    var task = newTask();
    var first = failed(task);
    engine().advance(Duration.ofSeconds(2));

    var second = ended(retry(first, Corrections.NONE));

    assertThat(second.run().acceptedAt())
        .isAfterOrEqualTo(ended(first).run().acceptedAt().plusSeconds(2));
    assertThat(tasks().find(task).orElseThrow().deadline())
        .contains(second.run().acceptedAt().plusSeconds(3600));
  }

  @Test
  void aRepeatedRetryGetsTheSameAnswerAndRunsOnce() {
    var task = newTask();
    var first = failed(task);
    var second = retry(first, TO_BOB);
    assertOutcome(second, Outcome.COMPLETED);

    assertThat(workflows().retry(first, TO_BOB)).isEqualTo(new Retried.Repeated(second));

    assertThat(calls(task)).hasSize(2);
  }

  @Test
  void manyConcurrentEqualRetriesRunOnce() {
    var task = newTask();
    var first = failed(task);

    var answers = atOnce(crowd(), _ -> workflows().retry(first, TO_BOB));

    var second = WorkflowId.of(task, 2);
    assertThat(workflows().find(first).orElseThrow().retriedAs()).contains(second);
    assertThat(answers).containsOnlyOnce(new Retried.Accepted(second));
    assertThat(answers)
        .allMatch(
            answer ->
                answer.equals(new Retried.Accepted(second))
                    || answer.equals(new Retried.Repeated(second)));
    assertOutcome(second, Outcome.COMPLETED);
    assertThat(workflows().find(second).orElseThrow().retriedAs()).isEmpty();
    assertThat(calls(task)).hasSize(2);
    assertThat(workflows().find(WorkflowId.of(task, 3))).isEmpty();
  }

  @Test
  void aSecondRetryWithOtherCorrectionsConflicts() {
    var task = newTask();
    var first = failed(task);
    var second = retry(first, TO_BOB);
    assertOutcome(second, Outcome.COMPLETED);

    assertConflict(first, Corrections.NONE);

    assertThat(workflows().find(WorkflowId.of(task, 3))).isEmpty();
  }

  @Test
  void onlyTheLatestRunCanBeRetried() {
    var task = newTask();
    var first = failed(task);
    outside().notifier().answer(task, new Failed("no such mailbox", false));
    var second = retry(first, Corrections.NONE);
    assertOutcome(second, Outcome.FAILED);

    assertConflict(first, TO_BOB);
    var third = retry(second, TO_BOB);

    assertThat(third.value()).isEqualTo(first + "-r3");
    assertOutcome(third, Outcome.COMPLETED);
    assertThat(tasks().find(task).orElseThrow().assignee()).contains("bob");
  }

  @Test
  void aRunningWorkflowCannotBeRetried() {
    var task = newTask();
    var gate = outside().notifier().hold(task, new Sent());
    workflows().start(request(task));
    var id = WorkflowId.of(task);
    eventually(() -> assertThat(gate.reached()).isTrue());

    assertConflict(id, Corrections.NONE);

    gate.open();
    assertOutcome(id, Outcome.COMPLETED);
  }

  @Test
  void aCompletedRunCannotBeRetried() {
    var task = newTask();
    workflows().start(request(task));
    assertOutcome(WorkflowId.of(task), Outcome.COMPLETED);

    assertConflict(WorkflowId.of(task), Corrections.NONE);
    assertConflict(WorkflowId.of(task), TO_BOB);
  }

  @Test
  void anUnknownRunCannotBeRetried() {
    assertThat(workflows().retry(WorkflowId.of(newTask()), Corrections.NONE))
        .isEqualTo(new Retried.Unknown());
  }

  @Test
  void aRetryForACancelledTaskFailsAndChangesNothing() {
    var task = newTask();
    var first = failed(task);
    tasks().run(task, new Cancel(newCommand()));
    var cancelled = tasks().find(task);

    assertOutcome(retry(first, Corrections.NONE), Outcome.FAILED);

    assertThat(tasks().find(task)).isEqualTo(cancelled);
    assertThat(calls(task)).hasSize(1);
  }

  @Test
  void aRetryCompensatesOnlyItsOwnSteps() {
    var task = newTask();
    var first = failed(task);
    tasks().run(task, new Assign(newCommand(), "carl"));
    outside().notifier().answer(task, new NotNow(now().plusSeconds(60), "the circuit is open"));
    var second = retry(first, TO_BOB);
    eventually(
        () ->
            assertThat(step(workflows().find(second).orElseThrow(), "notify").status())
                .isEqualTo(Status.PUT_OFF));
    tasks().run(task, new Assign(newCommand(), "dora"));

    assertThat(workflows().cancel(second)).isNotNull();
    assertOutcome(second, Outcome.CANCELLED);

    assertThat(tasks().find(task).orElseThrow().assignee()).contains("dora");
    assertThat(tasks().find(task).orElseThrow().deadline()).isEmpty();
  }

  @Test
  void theOriginalRequestGetsTheSameAnswerAfterARetry() {
    var task = newTask();
    var first = failed(task);
    assertOutcome(retry(first, TO_BOB), Outcome.COMPLETED);

    assertThat(workflows().start(request(task))).isEqualTo(new Started.Accepted(first));
    assertThat(workflows().find(WorkflowId.of(task, 3))).isEmpty();
  }

  @Test
  void aRetryWhoseIdIsTakenUsesTheNextFreeNumber() {
    var task = newTask();
    var namesake = new TaskId(task + "-r2");
    workflows().start(request(namesake));
    assertOutcome(WorkflowId.of(namesake), Outcome.COMPLETED);
    var first = failed(task);

    var retried = retry(first, Corrections.NONE);

    assertThat(retried.value()).isEqualTo(first + "-r3");
    assertOutcome(retried, Outcome.COMPLETED);
    assertThat(retry(first, Corrections.NONE)).isEqualTo(retried);
    assertThat(ended(WorkflowId.of(namesake)).run().request().taskId()).isEqualTo(namesake);
  }

  @Test
  void aTaskWhoseWorkflowIdBelongsToARetryConflictsWithAReason() {
    var task = newTask();
    var second = retry(failed(task), Corrections.NONE);
    assertOutcome(second, Outcome.COMPLETED);
    var namesake = new TaskId(task + "-r2");

    var answer = workflows().start(request(namesake));

    assertThat(answer)
        .isInstanceOfSatisfying(
            Started.Conflict.class,
            conflict ->
                assertThat(conflict.reason()).contains(second.value()).contains("retry of task"));
    assertThat(tasks().find(namesake)).isEmpty();
  }

  @Test
  void retriesSurviveARestart() {
    var task = newTask();
    var first = failed(task);
    var second = retry(first, TO_BOB);
    assertOutcome(second, Outcome.COMPLETED);

    engine().restart(Duration.ZERO);

    assertThat(retry(first, TO_BOB)).isEqualTo(second);
    assertThat(List.of(ended(first).run().id(), ended(second).run().id()))
        .containsExactly(first, second);
  }
}
