package taskagent.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import taskagent.domain.port.Removed;
import taskagent.domain.port.Tasks.Removal;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskAnswer.Accepted;
import taskagent.domain.task.TaskAnswer.Refused;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskCommand.Assign;
import taskagent.domain.task.TaskCommand.Cancel;
import taskagent.domain.task.TaskCommand.ClearDeadline;
import taskagent.domain.task.TaskCommand.Complete;
import taskagent.domain.task.TaskCommand.Create;
import taskagent.domain.task.TaskCommand.IfVersion;
import taskagent.domain.task.TaskCommand.SetDeadline;
import taskagent.domain.task.TaskCommand.Start;
import taskagent.domain.task.TaskCommand.Unassign;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskRefusal;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;
import taskagent.domain.task.Timeline;

/** The contract of {@link taskagent.domain.port.Tasks} (specification §2, §8.1-5, §8.11). */
public abstract class TasksContract extends EngineContract {

  private TaskId created() {
    var task = newTask();
    tasks().run(task, new Create(newCommand(), "Prepare the report", "All the figures"));
    return task;
  }

  private TaskSnapshot find(TaskId task) {
    return tasks().find(task).orElseThrow();
  }

  @Test
  void aTaskThatWasNeverCreatedIsNotFound() {
    var task = newTask();

    assertThat(tasks().find(task)).isEmpty();
    assertThat(tasks().timeline(task)).isEmpty();
  }

  @Test
  void aLongTimelineKeepsItsFirstAndItsLastEntries() {
    var task = created();
    for (int turn = 0; turn < 14; turn++) { // not divisors of 50 and 950
      tasks().run(task, IntStream.range(0, 77).mapToObj(TasksContract::assign).toList());
    }

    var entries = tasks().timeline(task).orElseThrow();

    long last = 1 + 14 * 77;
    assertThat(entries)
        .extracting(TaskEvent::version)
        .containsExactlyElementsOf(
            LongStream.concat(
                    LongStream.rangeClosed(1, 50), LongStream.rangeClosed(last - 949, last))
                .boxed()
                .toList());
    assertThat(Timeline.leftOut(entries)).isEqualTo(last - 1000);
  }

  private static TaskCommand assign(int number) {
    return new Assign(newCommand(), "user-" + number);
  }

  @Test
  void aRemovedTaskIsGoneAndItsIdIsNotUsedAgain() {
    var task = created();
    tasks().run(task, new Cancel(newCommand()));

    assertThat(tasks().remove(task)).isEqualTo(Removal.DONE);

    assertRemoved(task, () -> tasks().find(task));
    assertRemoved(task, () -> tasks().timeline(task));
    assertRemoved(task, () -> tasks().run(task, new Create(newCommand(), "Again", "From scratch")));
    assertRemoved(task, () -> tasks().remove(task));
  }

  private static void assertRemoved(TaskId task, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(Removed.class)
        .hasMessageStartingWith("task " + task + " was removed at ");
  }

  @Test
  void aRemovedTaskIsGoneAfterARestart() {
    var task = created();
    tasks().run(task, new Cancel(newCommand()));
    tasks().remove(task);

    engine().restart(Duration.ZERO);

    assertRemoved(task, () -> tasks().find(task));
  }

  @Test
  void anOpenTaskIsNotRemoved() {
    var task = created();

    assertThat(tasks().remove(task)).isEqualTo(Removal.OPEN);

    assertThat(find(task).status()).isEqualTo(TaskStatus.PENDING);
    assertThat(tasks().remove(newTask())).isEqualTo(Removal.UNKNOWN);
  }

  @Test
  void aCommandToAnUnknownTaskIsRefusedAndStoresNothing() {
    var task = newTask();

    var answer = tasks().run(task, new Assign(newCommand(), "ann"));

    assertThat(answer).isEqualTo(new Refused(new TaskRefusal.NotFound(task)));
    assertThat(tasks().find(task)).isEmpty();
    assertThat(tasks().timeline(task)).isEmpty();
  }

  @Test
  void anAnsweredCommandIsVisibleAtOnce() {
    var task = newTask();
    var begin = now();

    var answer = tasks().run(task, new Create(newCommand(), "Title", "Description"));

    var expected = find(task);
    assertThat(answer).isEqualTo(new Accepted(expected));
    assertThat(expected.title()).isEqualTo("Title");
    assertThat(expected.description()).isEqualTo("Description");
    assertThat(expected.status()).isEqualTo(TaskStatus.PENDING);
    assertThat(expected.assignee()).isEmpty();
    assertThat(expected.deadline()).isEmpty();
    assertThat(expected.version()).isEqualTo(1);
    assertThat(expected.createdAt()).isAfterOrEqualTo(begin).isEqualTo(expected.updatedAt());
  }

  @Test
  void textsOfEveryKindAndLengthAreStoredUnchanged() {
    var task = new TaskId((fresh("A_-") + "x".repeat(64)).substring(0, 64));
    var title = "Grüße, 世界 🎉 \"quoted\" \\ ' OR 1=1 --";
    var description = "𝕏\n\t".repeat(2500);

    tasks()
        .run(
            task,
            List.of(
                new Create(newCommand(), title, description), new Assign(newCommand(), "Ann Ω")));

    assertThat(find(task).title()).isEqualTo(title);
    assertThat(find(task).description()).isEqualTo(description);
    assertThat(find(task).assignee()).contains("Ann Ω");
  }

  @Test
  void idsThatDifferOnlyInCaseAreDifferentTasks() {
    var lower = newTask();
    var upper = new TaskId(lower.value().toUpperCase(java.util.Locale.ROOT));

    tasks().run(lower, new Create(newCommand(), "lower", "one of two"));
    tasks().run(upper, new Create(newCommand(), "UPPER", "one of two"));

    assertThat(find(lower).title()).isEqualTo("lower");
    assertThat(find(upper).title()).isEqualTo("UPPER");
  }

  @Test
  void commandsOfOneTurnAreDecidedInOrderUpToTheFirstRefusal() {
    var task = newTask();
    List<TaskCommand> commands =
        List.of(
            new Create(newCommand(), "Title", "Description"),
            new Assign(newCommand(), "ann"),
            new Start(newCommand()),
            new Start(newCommand()),
            new Complete(newCommand()));

    var answers = tasks().run(task, commands);

    assertThat(answers).hasSize(4);
    assertThat(answers.get(2)).isInstanceOf(Accepted.class);
    assertThat(answers.get(3))
        .isEqualTo(new Refused(new TaskRefusal.NotAllowed("start", TaskStatus.IN_PROGRESS)));
    assertThat(find(task).status()).isEqualTo(TaskStatus.IN_PROGRESS);
    assertThat(find(task).version()).isEqualTo(3);
  }

  @Test
  void aCommandThatArrivesAfterItsCompensationIsRefused() {
    var task = created();
    var before = find(task);
    var assign = newCommand();
    var setDeadline = newCommand();
    tasks().run(task, new ClearDeadline(newCommand(), Optional.of(setDeadline)));
    tasks().run(task, new Unassign(newCommand(), Optional.of(assign)));

    assertThat(tasks().run(task, new Assign(assign, "ann"))).isInstanceOf(Refused.class);
    assertThat(tasks().run(task, new SetDeadline(setDeadline, now()))).isInstanceOf(Refused.class);

    assertThat(find(task)).isEqualTo(before);
    assertThat(tasks().timeline(task).orElseThrow()).hasSize(1);
  }

  @Test
  void aKeyOfAClientIsForOneCommandToATask() {
    var task = created();
    var assign = new Assign(CommandId.byKey("k", "a"), "ada");
    var first = tasks().run(task, assign);

    assertThat(tasks().run(task, new Assign(CommandId.byKey("k", "b"), "bob")))
        .isEqualTo(new Refused(new TaskRefusal.KeyReused()));
    assertThat(tasks().run(task, new Assign(CommandId.byKey("k2", "b"), "bob")))
        .isInstanceOf(Accepted.class);
    assertThat(tasks().run(task, assign)).isEqualTo(first);
    assertThat(find(task).assignee()).contains("bob");
    assertThat(find(task).version()).isEqualTo(3);
  }

  @Test
  void aRepeatedCommandChangesNothingAndGetsTheSameAnswer() {
    var task = created();
    var assign = new Assign(newCommand(), "ann");
    var first = tasks().run(task, assign);
    tasks().run(task, new Assign(newCommand(), "bob"));

    var again = tasks().run(task, assign);

    assertThat(again).isEqualTo(first);
    assertThat(find(task).assignee()).contains("bob");
    assertThat(find(task).version()).isEqualTo(3);
    assertThat(tasks().timeline(task).orElseThrow()).hasSize(3);
  }

  @Test
  void aRefusalIsRemembered() {
    var task = created();
    var complete = new Complete(newCommand());
    var refused = tasks().run(task, complete);
    tasks().run(task, new Assign(newCommand(), "ann"));

    assertThat(refused).isInstanceOf(Refused.class);
    assertThat(tasks().run(task, complete)).isEqualTo(refused);
    assertThat(find(task).status()).isEqualTo(TaskStatus.ASSIGNED);
  }

  @Test
  void everyChangeIsOnTheTimelineInOrder() {
    var task = newTask();
    var create = new Create(newCommand(), "Title", "Description");
    var assign = new Assign(newCommand(), "ann");
    var complete = new Complete(newCommand());
    tasks().run(task, List.of(create, assign));
    tasks().run(task, complete);
    tasks().run(task, new Start(newCommand())); // refused

    var timeline = tasks().timeline(task).orElseThrow();

    assertThat(timeline)
        .extracting(TaskEvent::type)
        .containsExactly(TaskEvent.Type.CREATED, TaskEvent.Type.ASSIGNED, TaskEvent.Type.COMPLETED);
    assertThat(timeline)
        .extracting(TaskEvent::by)
        .containsExactly(create.id(), assign.id(), complete.id());
    assertThat(timeline).extracting(TaskEvent::version).containsExactly(1L, 2L, 3L);
    assertThat(timeline)
        .extracting(TaskEvent::from)
        .containsExactly(Optional.empty(), some(TaskStatus.PENDING), some(TaskStatus.ASSIGNED));
    assertThat(timeline.get(1).detail()).isEqualTo("ann");
  }

  @Test
  void noConcurrentUpdateIsLost() {
    var task = created();

    atOnce(crowd(), i -> tasks().run(task, new Assign(newCommand(), "user-" + i)));

    assertThat(find(task).version()).isEqualTo(1 + crowd());
    var timeline = tasks().timeline(task).orElseThrow();
    assertThat(timeline)
        .extracting(TaskEvent::version)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 1 + crowd()).boxed().toList());
    assertThat(timeline.getLast().detail()).isEqualTo(find(task).assignee().orElseThrow());
  }

  @Test
  void aCommandDeliveredConcurrentlyTakesEffectOnce() {
    var task = created();
    var assign = new Assign(newCommand(), "ann");

    var answers = atOnce(crowd(), _ -> tasks().run(task, assign));

    assertThat(new HashSet<>(answers)).hasSize(1);
    assertThat(find(task).version()).isEqualTo(2);
  }

  @Test
  void aTaskCreatedConcurrentlyIsCreatedOnce() {
    var task = newTask();
    var create = new Create(newCommand(), "Title", "Description");

    var answers = atOnce(crowd(), _ -> tasks().run(task, create));

    assertThat(new HashSet<>(answers)).hasSize(1);
    assertThat(tasks().timeline(task).orElseThrow()).hasSize(1);
  }

  @Test
  void oneOfManyConcurrentConditionalCommandsWins() {
    var task = created();

    var answers =
        atOnce(
            crowd(),
            i -> tasks().run(task, new IfVersion(1, new Assign(newCommand(), "user-" + i))));

    assertThat(answers).filteredOn(Accepted.class::isInstance).hasSize(1);
    List<TaskAnswer> refused = answers.stream().filter(Refused.class::isInstance).toList();
    assertThat(refused)
        .hasSize(crowd() - 1)
        .allMatch(new Refused(new TaskRefusal.VersionMismatch(1, 2))::equals);
    assertThat(find(task).version()).isEqualTo(2);
  }

  @Test
  void tasksSurviveARestart() {
    var task = created();
    var assign = new Assign(newCommand(), "ann");
    var answer = tasks().run(task, assign);
    var before = find(task);
    var timeline = tasks().timeline(task);

    engine().restart(java.time.Duration.ZERO);

    assertThat(tasks().find(task)).contains(before);
    assertThat(tasks().timeline(task)).isEqualTo(timeline);
    assertThat(tasks().run(task, assign)).isEqualTo(answer);
    assertThat(find(task)).isEqualTo(before);
  }
}
