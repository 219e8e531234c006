package taskagent.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.domain.port.Notifier.Failed;
import taskagent.domain.port.Notifier.NotNow;
import taskagent.domain.port.Workflows.Started;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.StepState.Status;
import taskagent.domain.task.TaskCommand.Assign;
import taskagent.domain.task.TaskCommand.Cancel;
import taskagent.domain.task.TaskCommand.Complete;
import taskagent.domain.task.TaskCommand.SetDeadline;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;

/**
 * What every engine does when a step fails: it retries, waits, and compensates the steps that may
 * have taken effect, but no others (specification §4, §8.7, §8.8, §8.10).
 */
public abstract class RollbackContract extends EngineContract {

  private RunId start(TaskRequest request) {
    assertThat(workflows().start(request))
        .isEqualTo(new Started.Accepted(WorkflowId.of(request.taskId())));
    return WorkflowId.of(request.taskId());
  }

  private TaskSnapshot find(TaskId task) {
    return tasks().find(task).orElseThrow();
  }

  private Workflow waiting(RunId id, Status status, int attempts) {
    eventually(
        () -> {
          var step = step(workflows().find(id).orElseThrow(), "notify");
          assertThat(step.status()).isEqualTo(status);
          assertThat(step.attempts()).isEqualTo(attempts);
        });
    return workflows().find(id).orElseThrow();
  }

  private static void assertCompensated(TaskSnapshot task) {
    assertThat(task.status()).isEqualTo(TaskStatus.PENDING);
    assertThat(task.assignee()).isEmpty();
    assertThat(task.deadline()).isEmpty();
  }

  private static Failed temporary() {
    return new Failed("no route to host", true);
  }

  @Test
  void aRemovedTaskNeedsNoCompensation() {
    var task = newTask();
    var gate = outside().notifier().hold(task, new Failed("no such user", false));
    var id = start(request(task));
    eventually(() -> assertThat(gate.reached()).isTrue());
    tasks().run(task, new Cancel(newCommand()));
    tasks().remove(task);
    gate.open();

    var workflow = ended(id);
    assertThat(workflow.result().orElseThrow().status()).isEqualTo(Outcome.FAILED);
    assertThat(step(workflow, "assign").status()).isEqualTo(Status.UNDO_SKIPPED);
    assertThat(step(workflow, "assign").skipped().orElseThrow()).contains("was removed at");
  }

  @Test
  void nobodyIsNotifiedOfATaskThatWasClosedInTheMeantime() {
    var task = newTask();
    outside().notifier().answer(task, temporary());
    var id = start(request(task));
    waiting(id, Status.WAITING, 1);
    tasks().run(task, new Complete(newCommand()));
    var completed = find(task);

    engine().advance(Duration.ofSeconds(1));
    var workflow = ended(id);

    assertSkipped(workflow, "the task is completed");
    assertThat(calls(task)).hasSize(1);
    assertThat(find(task)).as("the task and the record agree").isEqualTo(completed);
    assertThat(step(workflow, "assign").status()).isEqualTo(Status.DONE);
  }

  @Test
  void nobodyIsNotifiedOfATaskThatWasRemovedInTheMeantime() {
    var task = newTask();
    outside().notifier().answer(task, new NotNow(now().plusSeconds(5), "the circuit is open"));
    var id = start(request(task));
    waiting(id, Status.PUT_OFF, 0);
    tasks().run(task, new Cancel(newCommand()));
    tasks().remove(task);

    engine().advance(Duration.ofSeconds(5));

    var workflow = ended(id);
    assertThat(workflow.result().orElseThrow().status()).isEqualTo(Outcome.COMPLETED);
    assertThat(step(workflow, "notify").skipped().orElseThrow()).contains("was removed at");
    assertThat(calls(task)).hasSize(1);
  }

  @Test
  void nobodyIsNotifiedOfATaskThatSomebodyElseHasByNow() {
    var task = newTask();
    outside().notifier().answer(task, temporary());
    var id = start(request(task));
    waiting(id, Status.WAITING, 1);
    tasks().run(task, new Assign(newCommand(), "bob"));

    engine().advance(Duration.ofSeconds(1));

    assertSkipped(ended(id), "the task has another assignee");
    assertThat(calls(task)).hasSize(1);
    assertThat(find(task).assignee()).contains("bob");
    assertThat(find(task).deadline()).isPresent();
  }

  private void assertSkipped(Workflow workflow, String reason) {
    var result = workflow.result().orElseThrow();
    assertThat(result.status()).isEqualTo(Outcome.COMPLETED);
    assertThat(result.notified()).isFalse();
    assertThat(result.message()).endsWith("nobody was notified: " + reason);
    assertThat(step(workflow, "notify").status()).isEqualTo(Status.SKIPPED);
    assertThat(step(workflow, "notify").skipped()).contains(reason);
    assertThat(step(workflow, "notify").attempts()).isEqualTo(1);
  }

  @Test
  void aFailingNotificationIsAttemptedThreeTimesAndThenAllStepsAreCompensated() {
    var task = newTask();
    outside().notifier().answer(task, temporary(), temporary(), temporary());
    var id = start(request(task));

    var first = waiting(id, Status.WAITING, 1);
    assertThat(step(first, "notify").lastError()).contains("no route to host");
    assertThat(step(first, "notify").wakeAt()).isPresent();
    engine().advance(Duration.ofSeconds(1));
    waiting(id, Status.WAITING, 2);
    engine().advance(Duration.ofSeconds(2));
    var workflow = ended(id);

    assertThat(workflow.result().orElseThrow().status()).isEqualTo(Outcome.FAILED);
    assertThat(workflow.result().orElseThrow().message()).contains("no route to host");
    assertThat(step(workflow, "assign").status()).isEqualTo(Status.UNDONE);
    assertThat(step(workflow, "set_deadline").status()).isEqualTo(Status.UNDONE);
    assertThat(step(workflow, "notify").attempts()).isEqualTo(3);
    assertCompensated(find(task));
    assertThat(tasks().timeline(task).orElseThrow())
        .extracting(TaskEvent::type)
        .as("compensated in reverse order")
        .containsExactly(
            TaskEvent.Type.CREATED,
            TaskEvent.Type.ASSIGNED,
            TaskEvent.Type.DEADLINE_SET,
            TaskEvent.Type.DEADLINE_CLEARED,
            TaskEvent.Type.UNASSIGNED);
  }

  @Test
  void attemptsOfANotificationShareTheirKeyAndWaitAsThePolicySays() {
    var task = newTask();
    outside().notifier().answer(task, temporary(), temporary());
    var id = start(request(task));

    for (int attempt = 1; attempt <= 2; attempt++) {
      waiting(id, Status.WAITING, attempt);
      engine().advance(waitAfter(attempt).minusMillis(1));
      engine().advance(Duration.ofMillis(1));
    }
    ended(id);

    var calls = calls(task);
    assertThat(calls).extracting(call -> call.notification().attempt()).containsExactly(1, 2, 3);
    assertThat(calls).extracting(call -> call.notification().key()).containsOnly(id + "/notify/do");
    assertThat(Duration.between(calls.get(0).at(), calls.get(1).at()))
        .isGreaterThanOrEqualTo(waitAfter(1));
    assertThat(Duration.between(calls.get(1).at(), calls.get(2).at()))
        .isGreaterThanOrEqualTo(waitAfter(2));
    assertThat(find(task).status()).isEqualTo(TaskStatus.ASSIGNED);
  }

  @Test
  void aPermanentFailureOfANotificationIsNotRetried() {
    var task = newTask();
    outside().notifier().answer(task, new Failed("no such mailbox", false));

    var workflow = ended(start(request(task)));

    assertThat(workflow.result().orElseThrow().status()).isEqualTo(Outcome.FAILED);
    assertThat(calls(task)).hasSize(1);
    assertCompensated(find(task));
  }

  @Test
  void aPostponedNotificationUsesNoAttempt() {
    var task = newTask();
    var later = now().plusSeconds(5);
    outside().notifier().answer(task, new NotNow(later, "circuit breaker is open"));
    var id = start(request(task));

    var waits = waiting(id, Status.PUT_OFF, 0);
    assertThat(step(waits, "notify").lastError()).contains("circuit breaker is open");
    engine().advance(Duration.ofSeconds(5));
    var workflow = ended(id);

    assertThat(workflow.result().orElseThrow().status()).isEqualTo(Outcome.COMPLETED);
    assertThat(step(workflow, "notify").attempts()).isEqualTo(1);
    assertThat(calls(task).getLast().at()).isAfterOrEqualTo(later);
  }

  @Test
  void aCompensationKeepsTheChangesOfOthers() {
    var task = newTask();
    var gate = outside().notifier().hold(task, new Failed("no such mailbox", false));
    var id = start(request(task));
    eventually(() -> assertThat(gate.reached()).isTrue());
    var deadline = now().plusSeconds(7200);
    tasks().run(task, new Assign(newCommand(), "bob"));
    tasks().run(task, new SetDeadline(newCommand(), deadline));
    gate.open();
    var workflow = ended(id);

    assertThat(workflow.result().orElseThrow().status()).isEqualTo(Outcome.FAILED);
    assertThat(workflow.result().orElseThrow().message())
        .isEqualTo("Processing failed, nothing was left to compensate: notify: no such mailbox");
    assertThat(step(workflow, "assign").status()).isEqualTo(Status.UNDO_SKIPPED);
    assertThat(step(workflow, "assign").skipped())
        .contains("the task was assigned by another command");
    assertThat(step(workflow, "set_deadline").status()).isEqualTo(Status.UNDO_SKIPPED);
    assertThat(step(workflow, "set_deadline").skipped())
        .contains("the task has the deadline of another command");
    assertThat(find(task).assignee()).contains("bob");
    assertThat(find(task).deadline()).contains(deadline);
  }

  @Test
  void aCompensationDoesNotChangeAClosedTask() {
    var task = newTask();
    var gate = outside().notifier().hold(task, new Failed("no such mailbox", false));
    var id = start(request(task));
    eventually(() -> assertThat(gate.reached()).isTrue());
    tasks().run(task, new Cancel(newCommand()));
    var cancelled = find(task);
    gate.open();
    var workflow = ended(id);

    assertThat(workflow.result().orElseThrow().status()).isEqualTo(Outcome.FAILED);
    assertThat(step(workflow, "assign").status()).isEqualTo(Status.UNDO_SKIPPED);
    assertThat(step(workflow, "assign").skipped()).contains("the task is cancelled");
    assertThat(find(task)).isEqualTo(cancelled);
  }

  @Test
  void theDeadlineCountsFromAcceptanceAndFiresWhileTheSagaRuns() {
    var task = newTask();
    outside().notifier().answer(task, new NotNow(now().plusSeconds(60), "not yet"));
    var id = start(new TaskRequest(task, "Prepare the report", "All the figures", "ann", 1));
    var acceptedAt = waiting(id, Status.PUT_OFF, 0).run().acceptedAt();

    engine().advance(Duration.ofSeconds(1));

    eventually(() -> assertThat(find(task).status()).isEqualTo(TaskStatus.OVERDUE));
    assertThat(find(task).deadline()).contains(acceptedAt.plusSeconds(1));
  }

  @Test
  void aCompensatedSagaPublishesAnEvent() {
    var task = newTask();
    outside().notifier().answer(task, new Failed("no such mailbox", false));
    ended(start(request(task)));

    var events = events(task.value(), 6);

    assertThat(events).extracting(Event::type).contains("saga.compensated");
  }

  @Test
  void aCompletedOrRejectedSagaPublishesNoCompensationEvent() {
    var completed = newTask();
    var rejected = newTask();
    ended(start(request(completed)));
    ended(start(new TaskRequest(rejected, "Hi", "short", "ann", 3600)));

    assertThat(events(completed.value(), 3))
        .extracting(Event::type)
        .containsOnly("task.created", "task.assigned", "task.deadline_set");
    assertThat(outside().publisher().published(rejected.value())).isEmpty();
  }
}
