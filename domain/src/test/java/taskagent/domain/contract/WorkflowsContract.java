package taskagent.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import taskagent.domain.port.Notifier.Sent;
import taskagent.domain.port.Workflows.Started;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.Outcome;
import taskagent.domain.saga.StepState;
import taskagent.domain.saga.StepState.Status;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;

/**
 * The contract of {@link taskagent.domain.port.Workflows} for starting and reading runs
 * (specification §4, §5, §8.2, §8.8). {@link RollbackContract} covers failing steps, {@link
 * CancellationContract} cancellations, and {@link RetriesContract} retries.
 */
public abstract class WorkflowsContract extends EngineContract {

  private RunId start(TaskRequest request) {
    assertThat(workflows().start(request))
        .isEqualTo(new Started.Accepted(WorkflowId.of(request.taskId())));
    return WorkflowId.of(request.taskId());
  }

  private TaskSnapshot find(TaskId task) {
    return tasks().find(task).orElseThrow();
  }

  @Test
  void aRequestRunsThroughAllSteps() {
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
  void theAssigneeIsNotifiedOnceWithAKeyDerivedFromTheWorkflow() {
    var task = newTask();
    var id = start(request(task));
    var workflow = ended(id);

    var calls = calls(task);

    assertThat(calls).hasSize(1);
    var notification = calls.getFirst().notification();
    assertThat(notification.key()).isEqualTo(id + "/notify/do");
    assertThat(notification.assignee()).isEqualTo("ann");
    assertThat(notification.title()).isEqualTo("Prepare the report");
    assertThat(notification.deadline()).isEqualTo(workflow.run().deadline());
    assertThat(notification.attempt()).isEqualTo(1);
  }

  @Test
  void anAcceptedWorkflowCanBeReadAtOnce() {
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
  void anUnknownWorkflowIsNotFound() {
    var id = WorkflowId.of(newTask());

    assertThat(workflows().find(id)).isEmpty();
    assertThat(workflows().await(id, Duration.ofMillis(50))).isEmpty();
  }

  @Test
  void awaitingARunningWorkflowReturnsItsCurrentState() {
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
  void aRepeatedRequestGetsTheSameAnswerAndRunsOnce() {
    var task = newTask();
    var id = start(request(task));
    ended(id);

    assertThat(start(request(task))).isEqualTo(id);

    assertThat(calls(task)).hasSize(1);
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
  void manyConcurrentEqualRequestsRunOnce() {
    var task = newTask();

    var answers = atOnce(crowd(), _ -> workflows().start(request(task)));

    assertThat(answers).allMatch(new Started.Accepted(WorkflowId.of(task))::equals);
    ended(WorkflowId.of(task));
    assertThat(calls(task)).hasSize(1);
    assertThat(tasks().timeline(task).orElseThrow()).hasSize(3);
  }

  @Test
  void oneOfManyConcurrentRequestsForATaskWins() {
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
    assertThat(calls(task)).hasSize(1);
  }

  @Test
  void anInvalidRequestIsRejectedWithEveryIssueAndCreatesNoTask() {
    var task = newTask();
    var id = start(new TaskRequest(task, "Hi", "short", "ann", 3600));

    var workflow = ended(id);

    assertThat(workflow.result().orElseThrow().status()).isEqualTo(Outcome.REJECTED);
    assertThat(workflow.result().orElseThrow().message())
        .contains("Title must be at least 5 characters")
        .contains("Description must be at least 10 characters");
    assertThat(tasks().find(task)).isEmpty();
    assertThat(calls(task)).isEmpty();
  }

  @Test
  void manyConcurrentSagasAllEndAndEachNotifiesItsAssigneeOnce() {
    var all = IntStream.range(0, 8 * crowd()).mapToObj(_ -> newTask()).toList();

    atOnce(all.size(), i -> workflows().start(request(all.get(i))));

    for (var task : all) {
      var workflow = ended(WorkflowId.of(task));
      assertThat(workflow.result().orElseThrow().status()).isEqualTo(Outcome.COMPLETED);
      assertThat(calls(task)).hasSize(1);
    }
  }

  @Test
  void aSlowNotificationDoesNotBlockOtherSagas() {
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
}
