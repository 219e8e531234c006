package taskagent.domain.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import taskagent.domain.access.Caller;
import taskagent.domain.access.CurrentCaller;
import taskagent.domain.access.Role;
import taskagent.domain.bulk.BulkAction;
import taskagent.domain.bulk.BulkRequest;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.contract.ScriptedOutside;
import taskagent.domain.conversation.UserId;
import taskagent.domain.memory.InMemoryEngine;
import taskagent.domain.port.DeadLetters;
import taskagent.domain.port.Unavailable;
import taskagent.domain.processing.Corrections;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.run.RunId;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskId;

/** What callers change is recorded, and nothing else. */
final class AuditedPortsTest {

  private static final Caller ADA = new Caller.Known("ada", Role.OPERATOR);
  private static final TaskId TASK = new TaskId("t1");
  private static final RunId RUN = WorkflowId.of(TASK);
  private static final RunId BULK = new RunId("bulk-1");
  private static final UserId USER = new UserId("bob");

  private final InMemoryEngine engine =
      InMemoryEngine.inCallersThread(ScriptedOutside.with(new ManualClock()));
  private final List<AuditChange> recorded = new ArrayList<>();
  private final AuditLog log = recorded::add;
  private final AuditedTasks tasks = new AuditedTasks(engine.tasks(), log);
  private final AuditedWorkflows workflows = new AuditedWorkflows(engine.workflows(), log);
  private final AuditedBulks bulks = new AuditedBulks(engine.bulks(), log);

  private static void as(Caller caller, Runnable call) {
    CurrentCaller.within(
        caller,
        () -> {
          call.run();
          return caller;
        });
  }

  private static TaskRequest request() {
    return new TaskRequest(TASK, "A title", "What is to be done", "ann", 60);
  }

  private static CommandId command(String id) {
    return new CommandId(id);
  }

  private static AuditChange change(
      AuditAction action, AuditKind kind, String id, Optional<String> detail, String key) {
    return new AuditChange(Optional.of("ada"), action, kind, id, detail, Optional.of(key));
  }

  private static AuditChange change(AuditAction action, AuditKind kind, String id) {
    return new AuditChange(
        Optional.of("ada"), action, kind, id, Optional.empty(), Optional.empty());
  }

  @Test
  void acceptedCommandsAreRecordedWithTheirKeys() {
    engine.workflows().start(request());
    var due = Instant.parse("2027-01-01T00:00:00Z");
    as(
        ADA,
        () -> {
          tasks.run(TASK, new TaskCommand.Assign(command("a"), "eve"));
          tasks.run(TASK, new TaskCommand.SetDeadline(command("b"), due));
          tasks.run(TASK, new TaskCommand.IfVersion(99, new TaskCommand.Start(command("c"))));
          tasks.run(TASK, new TaskCommand.Cancel(command("d")));
          tasks.run(TASK, new TaskCommand.Complete(command("e")));
          tasks.remove(TASK);
        });
    assertThat(recorded)
        .as("refused ones are not recorded")
        .containsExactly(
            change(AuditAction.ASSIGN, AuditKind.TASK, "t1", Optional.of("eve"), "t1/a"),
            change(
                AuditAction.SET_DEADLINE,
                AuditKind.TASK,
                "t1",
                Optional.of("2027-01-01T00:00:00Z"),
                "t1/b"),
            change(AuditAction.CANCEL, AuditKind.TASK, "t1", Optional.empty(), "t1/d"),
            change(AuditAction.REMOVE, AuditKind.TASK, "t1"));
  }

  @Test
  void aRequestThatIsRepeatedHasTheSameKey() {
    as(
        ADA,
        () -> {
          workflows.start(request());
          workflows.start(request());
          workflows.cancel(RUN); // it has ended
          workflows.retry(new RunId("nosuch"), Corrections.NONE);
        });
    assertThat(recorded)
        .hasSize(2)
        .containsOnly(
            change(
                AuditAction.PROCESS,
                AuditKind.TASK,
                "t1",
                Optional.of("task-workflow-t1"),
                "process/task-workflow-t1"));
  }

  @Test
  void aBulkIsOneEntryAlsoIfItsFirstRequestWasNotRecorded() {
    var request =
        new BulkRequest(BULK, "set", new BulkAction.Cancel(), List.of(TASK), "fingerprint");
    engine.bulks().begin(request);
    as(
        ADA,
        () -> {
          assertThat(bulks.repeated(BULK, "fingerprint")).isPresent();
          bulks.begin(request);
          bulks.repeated(BULK, "another");
          bulks.stop(new RunId("bulk-2"));
        });
    assertThat(recorded)
        .hasSize(2)
        .containsOnly(
            change(
                AuditAction.BEGIN,
                AuditKind.BULK,
                "bulk-1",
                Optional.of("cancel, tasks: 1"),
                "begin/bulk-1"));
  }

  @Test
  void whatIsRemovedIsRecordedAndWhatIsSaidIsNot() {
    var conversations = new AuditedConversations(engine.conversations(), log);
    as(
        ADA,
        () -> {
          conversations.say(USER, "Hello", Optional.empty());
          conversations.clear(USER);
          conversations.remove(USER);
        });
    assertThat(recorded)
        .containsExactly(
            change(AuditAction.CLEAR, AuditKind.USER, "bob"),
            change(AuditAction.REMOVE, AuditKind.USER, "bob"));
  }

  @Test
  void deadLettersThatWereThereAreRecorded() {
    var letters = new AuditedDeadLetters(new OneLetter(), log);
    as(
        ADA,
        () -> {
          letters.replay(1);
          letters.replay(2);
          letters.drop(1);
          letters.drop(2);
          letters.replayAll();
        });
    assertThat(recorded)
        .containsExactly(
            change(AuditAction.REPLAY, AuditKind.DEAD_LETTER, "1"),
            change(AuditAction.REMOVE, AuditKind.DEAD_LETTER, "1"),
            new AuditChange(
                Optional.of("ada"),
                AuditAction.REPLAY,
                AuditKind.DEAD_LETTER,
                "all",
                Optional.of("dead letters: 3"),
                Optional.empty()));
  }

  @Test
  void withOpenAccessNobodyIsNamed() {
    as(new Caller.Anyone(), () -> workflows.start(request()));
    assertThat(recorded).hasSize(1).allMatch(change -> change.actor().isEmpty());
  }

  @Test
  void aChangeThatCannotBeRecordedIsNotAcknowledged() {
    var failing =
        new AuditedTasks(
            engine.tasks(),
            _ -> {
              throw Unavailable.outOfReach("the store");
            });
    engine.workflows().start(request());
    var cancel = new TaskCommand.Cancel(command("c"));
    as(
        ADA,
        () -> assertThatThrownBy(() -> failing.run(TASK, cancel)).isInstanceOf(Unavailable.class));
    as(ADA, () -> assertThat(tasks.run(TASK, cancel)).isInstanceOf(TaskAnswer.Accepted.class));
    assertThat(recorded).as("the repeated command").hasSize(1);
  }

  /** There is a dead letter with the number 1, and three at once. */
  private static final class OneLetter implements DeadLetters {

    @Override
    public Page list(long after, int limit) {
      return new Page(List.of(), OptionalLong.empty());
    }

    @Override
    public Optional<DeadLetter> find(long number) {
      return Optional.empty();
    }

    @Override
    public boolean replay(long number) {
      return number == 1;
    }

    @Override
    public long replayAll() {
      return 3;
    }

    @Override
    public boolean drop(long number) {
      return number == 1;
    }
  }
}
