package taskagent.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import taskagent.domain.access.AccessRefused;
import taskagent.domain.access.Caller;
import taskagent.domain.access.CurrentCaller;
import taskagent.domain.access.Role;
import taskagent.domain.conversation.UserId;
import taskagent.domain.guard.GuardedConversations;
import taskagent.domain.guard.GuardedTasks;
import taskagent.domain.guard.GuardedWorkflows;
import taskagent.domain.port.Removed;
import taskagent.domain.port.Tasks.Removal;
import taskagent.domain.port.Workflows.Cancelled;
import taskagent.domain.port.Workflows.Retried;
import taskagent.domain.port.Workflows.Started;
import taskagent.domain.processing.Corrections;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.run.RunId;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskRefusal;

/** Tasks, runs and conversations belong to users, on every engine (specification §15). */
public abstract class OwnershipContract extends EngineContract {

  private static final Caller ASKER = new Caller.Known("asker", Role.USER);
  private static final Caller ANN = new Caller.Known("ann", Role.USER);
  private static final Caller EVE = new Caller.Known("eve", Role.USER);
  private static final Caller OPERATOR = new Caller.Known("ops", Role.OPERATOR);
  private static final Caller READER = new Caller.Known("reader", Role.READER);
  private static final Caller ANYONE = new Caller.Anyone();

  private static <T> T as(Caller caller, Supplier<T> call) {
    return CurrentCaller.within(caller, call::get);
  }

  private GuardedTasks guardedTasks() {
    return new GuardedTasks(tasks());
  }

  private GuardedWorkflows guardedWorkflows() {
    return new GuardedWorkflows(workflows(), tasks());
  }

  /** Has a request of the asker processed, whose task is then assigned to ann. */
  private RunId processed(TaskId task) {
    var started = as(ASKER, () -> guardedWorkflows().start(request(task)));
    var id = ((Started.Accepted) started).id();
    ended(id);
    return id;
  }

  private TaskAnswer run(Caller caller, TaskId task, TaskCommand command) {
    return as(caller, () -> guardedTasks().run(task, command));
  }

  @Test
  void theAskerAndTheAssigneeSeeATaskAndNobodyElse() {
    var task = newTask();
    processed(task);
    for (var caller : List.of(ASKER, ANN, OPERATOR, READER, ANYONE)) {
      assertThat(as(caller, () -> guardedTasks().find(task))).as("%s", caller).isPresent();
      assertThat(as(caller, () -> guardedTasks().timeline(task))).as("%s", caller).isPresent();
    }
    assertThat(as(EVE, () -> guardedTasks().find(task))).isEmpty();
    assertThat(as(EVE, () -> guardedTasks().timeline(task))).isEmpty();
    assertThat(tasks().find(task).orElseThrow().requestedBy()).contains("asker");
  }

  @Test
  void theRunOfATaskIsSeenByTheSameUsers() {
    var id = processed(newTask());
    for (var caller : List.of(ASKER, ANN, OPERATOR, READER, ANYONE)) {
      assertThat(as(caller, () -> guardedWorkflows().find(id))).as("%s", caller).isPresent();
    }
    assertThat(as(EVE, () -> guardedWorkflows().find(id))).isEmpty();
    assertThat(as(EVE, () -> guardedWorkflows().await(id, Duration.ofMinutes(1)))).isEmpty();
    assertThat(as(EVE, () -> guardedWorkflows().cancel(id))).isInstanceOf(Cancelled.Unknown.class);
    assertThat(as(EVE, () -> guardedWorkflows().retry(id, Corrections.NONE)))
        .isInstanceOf(Retried.Unknown.class);
  }

  @Test
  void whoeverGetsATaskSeesItAndWhoeverLosesItDoesNot() {
    var task = newTask();
    var id = processed(task);
    assertThat(run(ANN, task, new TaskCommand.Assign(newCommand(), "eve")))
        .isInstanceOf(TaskAnswer.Accepted.class);
    assertThat(as(ANN, () -> guardedTasks().find(task))).isEmpty();
    assertThat(as(ANN, () -> guardedWorkflows().find(id))).isEmpty();
    assertThat(as(EVE, () -> guardedTasks().find(task))).isPresent();
    assertThat(as(EVE, () -> guardedWorkflows().find(id))).isPresent();
  }

  @Test
  void anothersTaskAnswersCommandsAsIfItDidNotExist() {
    var task = newTask();
    processed(task);
    var unknown = newTask();
    assertThat(run(EVE, task, new TaskCommand.Start(newCommand())))
        .isEqualTo(new TaskAnswer.Refused(new TaskRefusal.NotFound(task)));
    assertThat(run(EVE, unknown, new TaskCommand.Start(newCommand())))
        .isEqualTo(new TaskAnswer.Refused(new TaskRefusal.NotFound(unknown)));
    assertThat(tasks().find(task).orElseThrow().version()).isEqualTo(3);
    assertThat(run(ANN, task, new TaskCommand.Complete(newCommand())))
        .isInstanceOf(TaskAnswer.Accepted.class);
    assertThat(as(EVE, () -> guardedTasks().remove(task))).isEqualTo(Removal.UNKNOWN);
  }

  @Test
  void aRepeatedCommandGetsItsAnswerAlsoIfItGaveTheTaskAway() {
    var task = newTask();
    processed(task);
    var handOver = new TaskCommand.Assign(newCommand(), "eve");
    var first = run(ANN, task, handOver);
    assertThat(run(ANN, task, handOver)).isEqualTo(first).isInstanceOf(TaskAnswer.Accepted.class);
    assertThat(run(ANN, task, new TaskCommand.Start(newCommand())))
        .isEqualTo(new TaskAnswer.Refused(new TaskRefusal.NotFound(task)));
  }

  @Test
  void theTimelineSaysWhoAskedForEachChange() {
    var task = newTask();
    processed(task);
    run(ANN, task, new TaskCommand.Start(newCommand()));
    run(OPERATOR, task, new TaskCommand.IfVersion(4, new TaskCommand.Complete(newCommand())));
    assertThat(tasks().timeline(task).orElseThrow())
        .extracting(TaskEvent::actor)
        .containsExactly(some("asker"), some("asker"), some("asker"), some("ann"), some("ops"));
  }

  @Test
  void withOpenAccessNobodyIsRecorded() {
    var task = newTask();
    as(ANYONE, () -> guardedWorkflows().start(request(task)));
    ended(WorkflowId.of(task));
    run(ANYONE, task, new TaskCommand.Start(newCommand()));
    assertThat(tasks().find(task).orElseThrow().requestedBy()).isEmpty();
    assertThat(tasks().timeline(task).orElseThrow())
        .hasSize(4)
        .allSatisfy(event -> assertThat(event.actor()).isEmpty());
  }

  @Test
  void anotherUserCannotTellWhoUsesAnIdOrWhoUsedIt() {
    var task = newTask();
    processed(task);
    var taken = as(EVE, () -> guardedWorkflows().start(request(task)));
    assertThat(taken)
        .isEqualTo(new Started.Conflict("the id " + task + " is in use; choose another task_id"));
    assertThat(as(ASKER, () -> guardedWorkflows().start(request(task))))
        .isEqualTo(new Started.Accepted(WorkflowId.of(task)));
  }

  @Test
  void aRemovedTaskIsUnknownToUsersAndRemovedForOperators() {
    var task = newTask();
    processed(task);
    run(ANN, task, new TaskCommand.Cancel(newCommand()));
    assertThat(as(ASKER, () -> guardedTasks().remove(task))).isEqualTo(Removal.DONE);
    for (var user : List.of(ASKER, EVE)) {
      assertThat(as(user, () -> guardedTasks().find(task))).isEmpty();
      assertThat(run(user, task, new TaskCommand.Start(newCommand())))
          .isEqualTo(new TaskAnswer.Refused(new TaskRefusal.NotFound(task)));
    }
    assertThatThrownBy(() -> as(OPERATOR, () -> guardedTasks().find(task)))
        .isInstanceOf(Removed.class);
  }

  @Test
  void aRetryKeepsTheAskerAndRecordsWhoRetried() {
    var task = newTask();
    var rejected = new TaskRequest(task, "Hi", "All the figures of March", "ann", 3600);
    var started = as(ASKER, () -> guardedWorkflows().start(rejected));
    ended(((Started.Accepted) started).id());
    var corrections = new Corrections(some("A better title"), none(), none(), Optional.empty());
    var retried = as(OPERATOR, () -> guardedWorkflows().retry(WorkflowId.of(task), corrections));
    ended(((Retried.Accepted) retried).id());
    assertThat(tasks().find(task).orElseThrow().requestedBy()).contains("asker");
    assertThat(tasks().timeline(task).orElseThrow())
        .allSatisfy(event -> assertThat(event.actor()).contains("ops"));
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  @Test
  void aReaderChangesNothing() {
    var task = newTask();
    var id = processed(task);
    var start = new TaskCommand.Start(new CommandId("c"));
    assertRefused(() -> guardedTasks().run(task, start));
    assertRefused(() -> guardedTasks().remove(task));
    assertRefused(() -> guardedWorkflows().start(request(newTask())));
    assertRefused(() -> guardedWorkflows().cancel(id));
    assertRefused(() -> guardedWorkflows().retry(id, Corrections.NONE));
  }

  private static void assertRefused(Supplier<?> call) {
    assertThatThrownBy(() -> as(READER, call)).isInstanceOf(AccessRefused.class);
  }

  @Test
  void anUnknownCallerGetsNothing() {
    var task = newTask();
    var id = processed(task);
    var unknown = new Caller.Unknown(true);
    for (Supplier<?> call :
        List.<Supplier<?>>of(
            () -> guardedTasks().find(task),
            () -> guardedTasks().timeline(task),
            () -> guardedWorkflows().find(id),
            () -> guardedWorkflows().await(id, Duration.ZERO),
            () -> guardedWorkflows().cancel(id))) {
      assertThatThrownBy(() -> as(unknown, call)).isInstanceOf(AccessRefused.class);
    }
  }

  @Test
  void aUserChatsAsThemselvesOnly() {
    var guarded = new GuardedConversations(conversations());
    var ann = new UserId("ann");
    as(ANN, () -> guarded.say(ann, "Hello", Optional.empty()));
    assertThat(as(READER, () -> guarded.history(ann)).entries()).isNotEmpty();
    assertThatThrownBy(() -> as(EVE, () -> guarded.history(ann))).isInstanceOf(AccessRefused.class);
    assertThatThrownBy(() -> as(EVE, () -> guarded.say(ann, "Hi", Optional.empty())))
        .isInstanceOf(AccessRefused.class);
    assertRefused(
        () -> {
          guarded.clear(ann);
          return true;
        });
  }
}
