package taskagent.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;
import taskagent.domain.access.Caller;
import taskagent.domain.access.CurrentCaller;
import taskagent.domain.access.Role;
import taskagent.domain.audit.AuditedConversations;
import taskagent.domain.audit.AuditedTasks;
import taskagent.domain.audit.AuditedWorkflows;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.conversation.RuleBasedResponder;
import taskagent.domain.conversation.UserId;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Retention;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Notifier;
import taskagent.domain.port.Tasks.Removal;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskStatus;
import taskagent.json.RunJson;

/** A change and its entry in the audit are one transaction (ADR 49). */
final class SqliteAuditTest {

  private static final Caller ADA = new Caller.Known("ada", Role.OPERATOR);
  private static final TaskId TASK = new TaskId("t");
  private static final TaskCommand CREATE =
      new TaskCommand.Create(new CommandId("a"), "A title", "What is to be done");
  private static final TaskCommand ASSIGN = new TaskCommand.Assign(new CommandId("b"), "bob");

  @TempDir Path folder;

  private EmbeddedEngine engine;
  private AuditedTasks tasks;

  @BeforeEach
  void open() {
    engine =
        EmbeddedEngine.open(
            Database.open(folder, UnaryOperator.identity()),
            new EmbeddedSettings(folder, 10, Retention.DEFAULT),
            new ManualClock(),
            Kinds.ofTasks(RunJson.CODEC, _ -> new Notifier.Sent()),
            new RuleBasedResponder(),
            _ -> {},
            Activity.none(),
            Threads.OWN);
    tasks = new AuditedTasks(engine.tasks(), engine.audit());
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void aChangeThatCannotBeRecordedIsNotMade() {
    engine.tasks().run(TASK, CREATE);
    refuseEntries();

    assertThatThrownBy(() -> asAda(() -> tasks.run(TASK, ASSIGN))).hasMessageContaining("refused");
    assertThat(engine.tasks().find(TASK).orElseThrow().assignee()).isEmpty();

    var workflows = new AuditedWorkflows(engine.workflows(), engine.audit());
    var request = new TaskRequest(new TaskId("t2"), "A title", "What is to be done", "bob", 60);
    assertThatThrownBy(() -> asAda(() -> workflows.start(request))).hasMessageContaining("refused");
    assertThat(engine.workflows().find(WorkflowId.of(request.taskId()))).isEmpty();
  }

  @Test
  void aTaskWhoseRemovalCannotBeRecordedStays() {
    engine.tasks().run(TASK, CREATE);
    engine.tasks().run(TASK, new TaskCommand.Cancel(new CommandId("c")));
    refuseEntries();

    assertThatThrownBy(() -> asAda(() -> tasks.remove(TASK))).hasMessageContaining("refused");

    assertThat(engine.tasks().find(TASK).orElseThrow().status()).isEqualTo(TaskStatus.CANCELLED);
  }

  @Test
  void eachRequestIsRecordedOnce() {
    engine.tasks().run(TASK, CREATE);
    var conversations = new AuditedConversations(engine.conversations(), engine.audit());

    asAda(() -> tasks.run(TASK, ASSIGN));
    asAda(() -> tasks.run(TASK, ASSIGN));
    asAda(() -> tasks.run(TASK, new TaskCommand.Cancel(new CommandId("c"))));
    asAda(() -> tasks.remove(new TaskId("unknown")) == Removal.UNKNOWN);
    asAda(
        () -> {
          conversations.clear(new UserId("bob"));
          return Optional.empty();
        });

    assertThat(rows("audit")).isEqualTo(3);
  }

  private static void asAda(ScopedValue.CallableOp<?, RuntimeException> request) {
    Object _ = CurrentCaller.within(ADA, request);
  }

  /** Only the engine may write while it is open. */
  private void refuseEntries() {
    close();
    execute(
        "CREATE TRIGGER refuse BEFORE INSERT ON audit"
            + " BEGIN SELECT RAISE(ABORT, 'the entry is refused'); END");
    open();
  }

  private void execute(String sql) {
    try (var connection = database().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private long rows(String table) {
    try (var connection = database().getConnection();
        var row = connection.createStatement().executeQuery("SELECT count(*) FROM " + table)) {
      return row.next() ? row.getLong(1) : -1;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private SQLiteDataSource database() {
    var source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + folder.resolve(Database.FILE));
    return source;
  }
}
