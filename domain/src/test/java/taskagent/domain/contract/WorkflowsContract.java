package taskagent.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import taskagent.domain.port.EventPublisher.Event;
import taskagent.domain.port.Notifier.Failed;
import taskagent.domain.port.Notifier.NotNow;
import taskagent.domain.port.Notifier.Sent;
import taskagent.domain.port.Workflows.Started;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.StepState;
import taskagent.domain.saga.StepState.Status;
import taskagent.domain.task.TaskCommand.Assign;
import taskagent.domain.task.TaskCommand.Cancel;
import taskagent.domain.task.TaskCommand.SetDeadline;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;

/**
 * What every adapter of {@link taskagent.domain.port.Workflows} must do: starting, reading, and the
 * ways a run ends (spec §4, §5, §8.2, §8.7, §8.8, §8.10). Cancelling is in {@link
 * CancellationContract}, trying again in {@link RetriesContract}.
 */
public abstract class WorkflowsContract extends EngineContract {

  private WorkflowId start(TaskRequest request) {
    assertThat(workflows().start(request))
        .isEqualTo(new Started.Accepted(WorkflowId.of(request.taskId())));
    return WorkflowId.of(request.taskId());
  }

  private TaskSnapshot find(TaskId task) {
    return tasks().find(task).orElseThrow();
  }

  private Workflow waiting(WorkflowId id, Status status, int attempts) {
    eventually(
        () -> {
          var step = step(workflows().find(id).orElseThrow(), "notify");
          assertThat(step.status()).isEqualTo(status);
          assertThat(step.attempts()).isEqualTo(attempts);
        });
    return workflows().find(id).orElseThrow();
  }

  private static void assertUndone(TaskSnapshot task) {
    assertThat(task.status()).isEqualTo(TaskStatus.PENDING);
    assertThat(task.assignee()).isEmpty();
    assertThat(task.deadline()).isEmpty();
  }

  @Test
  void aRequestIsCarriedThroughAllItsSteps() {
    var task = newTask();
    var id = start(request(task));

    var workflow = ended(id);

    var result = workflow.result().orElseThrow();
    assertThat(result.taskId()).isEqualTo(task);
    assertThat(result.status()).isEqualTo(Outcome.COMPLETED);
    assertThat(result.message()).contains("ann");
    assertThat(workflow.state().steps())
        .extracting(StepState::name)
        .containsExactly("validate", "create", "assign", "set_deadline", "notify");
    assertThat(workflow.state().steps())
        .allSatisfy(
            step -> {
              assertThat(step.status()).isEqualTo(Status.DONE);
              assertThat(step.attempts()).isEqualTo(1);
            });
    assertThat(find(task).status()).isEqualTo(TaskStatus.ASSIGNED);
    assertThat(find(task).assignee()).contains("ann");
    assertThat(find(task).deadline()).contains(workflow.run().acceptedAt().plusSeconds(3600));
  }

  @Test
  void theAssigneeIsToldOnceWithAKeyThatFollowsFromTheWorkflow() {
    var task = newTask();
    var id = start(request(task));
    var workflow = ended(id);

    var calls = outside().notifier().calls(task);

    assertThat(calls).hasSize(1);
    var notification = calls.getFirst().notification();
    assertThat(notification.key()).isEqualTo(id + "/notify/do");
    assertThat(notification.assignee()).isEqualTo("ann");
    assertThat(notification.title()).isEqualTo("Prepare the report");
    assertThat(notification.deadline()).isEqualTo(workflow.run().deadline());
    assertThat(notification.attempt()).isEqualTo(1);
  }

  @Test
  void aWorkflowIsReadFromWhenItWasAccepted() {
    var task = newTask();
    var gate = outside().notifier().hold(task, new Sent());
    var id = start(request(task));

    var workflow = workflows().find(id).orElseThrow();

    assertThat(workflow.status()).isEqualTo(Workflow.Status.RUNNING);
    assertThat(workflow.result()).isEmpty();
    assertThat(workflow.run().request()).isEqualTo(request(task));
    gate.open();
    ended(id);
  }

  @Test
  void aWorkflowThatIsNotThereIsNotThere() {
    var id = WorkflowId.of(newTask());

    assertThat(workflows().find(id)).isEmpty();
    assertThat(workflows().await(id, Duration.ofMillis(50))).isEmpty();
  }

  @Test
  void whoAwaitsAWorkflowThatDoesNotEndGetsItAsItIs() {
    var task = newTask();
    var gate = outside().notifier().hold(task, new Sent());
    var id = start(request(task));
    eventually(() -> assertThat(gate.reached()).isTrue());

    var workflow = workflows().await(id, Duration.ofMillis(50)).orElseThrow();

    assertThat(workflow.status()).isEqualTo(Workflow.Status.RUNNING);
    gate.open();
    ended(id);
  }

  @Test
  void theSameRequestAgainIsAnsweredTheSameAndRunsNothingTwice() {
    var task = newTask();
    var id = start(request(task));
    ended(id);

    assertThat(start(request(task))).isEqualTo(id);

    assertThat(outside().notifier().calls(task)).hasSize(1);
    assertThat(tasks().timeline(task).orElseThrow()).hasSize(3);
  }

  @Test
  void anotherRequestForAKnownTaskConflictsAndNamesTheRetry() {
    var task = newTask();
    var id = start(request(task));
    var first = ended(id);
    var other = new TaskRequest(task, "Another title", "Another description", "ann", 3600);

    var answer = workflows().start(other);

    assertThat(answer)
        .isInstanceOfSatisfying(
            Started.Conflict.class,
            conflict -> assertThat(conflict.reason()).contains("POST /workflows/" + id + "/retry"));
    assertThat(workflows().find(id)).contains(first);
    assertThat(find(task).title()).isEqualTo("Prepare the report");
  }

  @Test
  void theSameRequestFromManyAtOnceRunsOnce() {
    var task = newTask();

    var answers = atOnce(crowd(), _ -> workflows().start(request(task)));

    assertThat(answers).allMatch(new Started.Accepted(WorkflowId.of(task))::equals);
    ended(WorkflowId.of(task));
    assertThat(outside().notifier().calls(task)).hasSize(1);
    assertThat(tasks().timeline(task).orElseThrow()).hasSize(3);
  }

  @Test
  void ofDifferentRequestsForOneTaskAtOnceOneWins() {
    var task = newTask();
    var requests =
        IntStream.range(0, crowd())
            .mapToObj(i -> new TaskRequest(task, "Title " + i, "A description", "user" + i, 3600))
            .toList();

    var answers = atOnce(crowd(), i -> workflows().start(requests.get(i)));

    assertThat(answers).filteredOn(Started.Accepted.class::isInstance).hasSize(1);
    int winner =
        IntStream.range(0, crowd())
            .filter(i -> answers.get(i) instanceof Started.Accepted)
            .findFirst()
            .orElseThrow();
    var workflow = ended(WorkflowId.of(task));
    assertThat(workflow.run().request()).isEqualTo(requests.get(winner));
    assertThat(find(task).assignee()).contains("user" + winner);
    assertThat(outside().notifier().calls(task)).hasSize(1);
  }

  @Test
  void aRequestThatIsNotAcceptableIsRejectedWithEveryIssueAndNoTaskIsCreated() {
    var task = newTask();
    var id = start(new TaskRequest(task, "Hi", "short", "ann", 3600));

    var workflow = ended(id);

    assertThat(workflow.result().orElseThrow().status()).isEqualTo(Outcome.REJECTED);
    assertThat(workflow.result().orElseThrow().message())
        .contains("Title must be at least 5 characters")
        .contains("Description must be at least 10 characters");
    assertThat(tasks().find(task)).isEmpty();
    assertThat(outside().notifier().calls(task)).isEmpty();
  }

  @Test
  void aNotificationThatFailsIsTriedThreeTimesAndThenEverythingIsUndone() {
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
    assertUndone(find(task));
    assertThat(tasks().timeline(task).orElseThrow())
        .extracting(TaskEvent::type)
        .as("undone in reverse order")
        .containsExactly(
            TaskEvent.Type.CREATED,
            TaskEvent.Type.ASSIGNED,
            TaskEvent.Type.DEADLINE_SET,
            TaskEvent.Type.DEADLINE_CLEARED,
            TaskEvent.Type.UNASSIGNED);
  }

  @Test
  void theTriesOfANotificationShareTheirKeyAndAreOneThenTwoSecondsApart() {
    var task = newTask();
    outside().notifier().answer(task, temporary(), temporary());
    var id = start(request(task));

    for (int attempt = 1; attempt <= 2; attempt++) {
      waiting(id, Status.WAITING, attempt);
      engine().advance(Duration.ofSeconds(attempt).minusMillis(1));
      engine().advance(Duration.ofMillis(1));
    }
    ended(id);

    var calls = outside().notifier().calls(task);
    assertThat(calls).extracting(call -> call.notification().attempt()).containsExactly(1, 2, 3);
    assertThat(calls).extracting(call -> call.notification().key()).containsOnly(id + "/notify/do");
    assertThat(Duration.between(calls.get(0).at(), calls.get(1).at()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(Duration.between(calls.get(1).at(), calls.get(2).at()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    assertThat(find(task).status()).isEqualTo(TaskStatus.ASSIGNED);
  }

  @Test
  void aNotificationThatCannotEverSucceedIsNotTriedAgain() {
    var task = newTask();
    outside().notifier().answer(task, new Failed("no such mailbox", false));

    var workflow = ended(start(request(task)));

    assertThat(workflow.result().orElseThrow().status()).isEqualTo(Outcome.FAILED);
    assertThat(outside().notifier().calls(task)).hasSize(1);
    assertUndone(find(task));
  }

  @Test
  void aNotifierThatAsksForTimeIsGivenItAndNoAttemptIsUsed() {
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
    assertThat(outside().notifier().calls(task).getLast().at()).isAfterOrEqualTo(later);
  }

  @Test
  void aCompensationLeavesAloneWhatSomebodyElseDidMeanwhile() {
    var task = newTask();
    outside().notifier().answer(task, temporary(), new Failed("no such mailbox", false));
    var id = start(request(task));
    waiting(id, Status.WAITING, 1);
    var deadline = now().plusSeconds(7200);
    tasks().run(task, new Assign(newCommand(), "bob"));
    tasks().run(task, new SetDeadline(newCommand(), deadline));

    engine().advance(Duration.ofSeconds(1));
    var workflow = ended(id);

    assertThat(workflow.result().orElseThrow().status()).isEqualTo(Outcome.FAILED);
    assertThat(find(task).assignee()).contains("bob");
    assertThat(find(task).deadline()).contains(deadline);
  }

  @Test
  void aCompensationLeavesAClosedTaskAlone() {
    var task = newTask();
    outside().notifier().answer(task, temporary(), new Failed("no such mailbox", false));
    var id = start(request(task));
    waiting(id, Status.WAITING, 1);
    tasks().run(task, new Cancel(newCommand()));
    var cancelled = find(task);

    engine().advance(Duration.ofSeconds(1));
    var workflow = ended(id);

    assertThat(workflow.result().orElseThrow().status()).isEqualTo(Outcome.FAILED);
    assertThat(find(task)).isEqualTo(cancelled);
  }

  @Test
  void theDeadlineCountsFromAcceptanceAndActsThoughTheSagaStillRuns() {
    var task = newTask();
    outside().notifier().answer(task, new NotNow(now().plusSeconds(60), "not yet"));
    var id = start(new TaskRequest(task, "Prepare the report", "All the figures", "ann", 1));
    var acceptedAt = waiting(id, Status.PUT_OFF, 0).run().acceptedAt();

    engine().advance(Duration.ofSeconds(1));

    eventually(() -> assertThat(find(task).status()).isEqualTo(TaskStatus.OVERDUE));
    assertThat(find(task).deadline()).contains(acceptedAt.plusSeconds(1));
  }

  @Test
  void aSagaThatUndoesItselfPublishesThatItDid() {
    var task = newTask();
    outside().notifier().answer(task, new Failed("no such mailbox", false));
    ended(start(request(task)));

    var events = events(task.value(), 6);

    assertThat(events).extracting(Event::type).contains("saga.compensated");
  }

  @Test
  void aSagaThatCompletesOrIsRejectedDoesNotSpeakOfCompensation() {
    var completed = newTask();
    var rejected = newTask();
    ended(start(request(completed)));
    ended(start(new TaskRequest(rejected, "Hi", "short", "ann", 3600)));

    assertThat(events(completed.value(), 3))
        .extracting(Event::type)
        .containsExactly("task.created", "task.assigned", "task.deadline_set");
    assertThat(outside().publisher().published(rejected.value())).isEmpty();
  }

  @Test
  void manySagasAtOnceAllEndAndEachTellsItsAssigneeOnce() {
    var all = IntStream.range(0, 8 * crowd()).mapToObj(_ -> newTask()).toList();

    atOnce(all.size(), i -> workflows().start(request(all.get(i))));

    for (var task : all) {
      var workflow = ended(WorkflowId.of(task));
      assertThat(workflow.result().orElseThrow().status()).isEqualTo(Outcome.COMPLETED);
      assertThat(outside().notifier().calls(task)).hasSize(1);
    }
  }

  @Test
  void aSlowNotificationHoldsNoOtherSagaUp() {
    var slow = newTask();
    var gate = outside().notifier().hold(slow, new Sent());
    start(request(slow));
    eventually(() -> assertThat(gate.reached()).isTrue());

    ended(start(request(newTask())));

    assertThat(workflows().find(WorkflowId.of(slow)).orElseThrow().status())
        .isEqualTo(Workflow.Status.RUNNING);
    gate.open();
    ended(WorkflowId.of(slow));
  }

  private static Failed temporary() {
    return new Failed("no route to host", true);
  }
}
