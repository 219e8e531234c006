package taskagent.view;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskagent.domain.audit.AuditAction;
import taskagent.domain.audit.AuditChange;
import taskagent.domain.audit.AuditEntry;
import taskagent.domain.audit.AuditKind;
import taskagent.domain.conversation.RuleBasedResponder;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Retention;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Notifier;
import taskagent.domain.port.Unavailable;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskStatus;
import taskagent.domain.view.Filter;
import taskagent.domain.view.RunState;
import taskagent.domain.view.Sort;
import taskagent.embedded.EmbeddedEngine;
import taskagent.embedded.EmbeddedSettings;
import taskagent.json.RunJson;

/** The view follows the embedded engine. */
final class ViewOnEngineTest {

  private static final InstantSource CLOCK = InstantSource.system();
  private static final Sort OLDEST = new Sort(Sort.By.CREATED, false);

  @TempDir Path folder;

  private EmbeddedEngine open() {
    return EmbeddedEngine.open(
        new EmbeddedSettings(folder, 10, Retention.DEFAULT),
        CLOCK,
        Kinds.ofTasks(RunJson.CODEC, _ -> new Notifier.Sent()),
        new RuleBasedResponder(),
        _ -> {},
        Activity.none());
  }

  /** Waits for the end, so that tasks are created in the order of their requests. */
  private static void process(EmbeddedEngine engine, String id) {
    var task = new TaskId(id);
    engine.workflows().start(new TaskRequest(task, "A fine title", "A description", "ada", 3600));
    engine.workflows().await(WorkflowId.of(task), Duration.ofSeconds(20));
  }

  private static List<String> tasks(View view, List<TaskStatus> statuses) {
    var filter = new Filter<>(statuses, List.of());
    return view.tasks(TestView.query(filter, OLDEST, 10, Optional.empty())).items().stream()
        .map(task -> task.id().value())
        .toList();
  }

  private static List<String> runs(View view, RunState state) {
    var filter = new Filter<>(List.of(state), List.of());
    return view.runs(TestView.query(filter, OLDEST, 10, Optional.empty())).items().stream()
        .map(run -> run.id().value())
        .toList();
  }

  private static void soon(Runnable holds) {
    await()
        .atMost(20, SECONDS)
        .ignoreExceptionsInstanceOf(Unavailable.class)
        .untilAsserted(holds::run);
  }

  @Test
  void everySaveAndRemovalReachesIt() {
    try (var engine = open();
        var view = View.in(folder, engine.changes(), CLOCK).start()) {
      process(engine, "t1");
      process(engine, "t2");
      soon(
          () -> {
            assertThat(tasks(view, List.of(TaskStatus.ASSIGNED))).containsExactly("t1", "t2");
            assertThat(runs(view, RunState.COMPLETED))
                .containsExactly("task-workflow-t1", "task-workflow-t2");
          });
      engine.tasks().run(new TaskId("t1"), new TaskCommand.Cancel(new CommandId("c")));
      soon(() -> assertThat(tasks(view, List.of(TaskStatus.CANCELLED))).containsExactly("t1"));
      engine.tasks().remove(new TaskId("t1"));
      soon(() -> assertThat(tasks(view, List.of(TaskStatus.values()))).containsExactly("t2"));
      assertThat(engine.changes().tasks(List.of("t1"))).isEmpty();
      assertThat(view.projector().rebuilds()).isEqualTo(1); // of the empty one at the start
    }
  }

  @Test
  void whatCallersChangeIsListedAlsoByAViewThatIsMadeAnew() {
    var kinds = new Filter<>(List.of(AuditKind.values()), List.of());
    var change =
        new AuditChange(
            Optional.of("ada"),
            AuditAction.CANCEL,
            AuditKind.TASK,
            "t1",
            Optional.empty(),
            Optional.of("t1/c"));
    try (var engine = open()) {
      engine.audit().add(change);
      try (var view = View.in(folder, engine.changes(), CLOCK).start()) {
        engine.audit().add(change); // the same once more
        engine
            .audit()
            .add(
                new AuditChange(
                    Optional.empty(),
                    AuditAction.CLEAR,
                    AuditKind.USER,
                    "bob",
                    Optional.empty(),
                    Optional.empty()));
        soon(
            () ->
                assertThat(view.audit(TestView.query(kinds, OLDEST, 10, Optional.empty())).items())
                    .extracting(AuditEntry::id)
                    .containsExactly("t1", "bob"));
      }
    }
  }

  @Test
  void aDatabaseOfAnOlderVersionIsListed() throws SQLException {
    try (var engine = open()) {
      process(engine, "old");
    }
    becomeVersion4();
    try (var engine = open();
        var view = View.in(folder, engine.changes(), CLOCK).start()) {
      assertThat(engine.changes().last()).isZero();
      soon(() -> assertThat(tasks(view, List.of(TaskStatus.values()))).containsExactly("old"));
      process(engine, "new");
      soon(
          () ->
              assertThat(tasks(view, List.of(TaskStatus.values()))).containsExactly("old", "new"));
    }
  }

  /** Removes what the migrations after the fourth have added. */
  private void becomeVersion4() throws SQLException {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("taskagent.db"));
        var statement = connection.createStatement()) {
      statement.execute("DROP TABLE audit");
      statement.execute("DROP TABLE bulk_chunk");
      statement.execute("DROP TABLE bulk_progress");
      statement.execute("DROP TABLE child_end");
      statement.execute("ALTER TABLE workflow DROP COLUMN parent");
      statement.execute("ALTER TABLE workflow DROP COLUMN continued");
      statement.execute("DROP TABLE signal");
      statement.execute("ALTER TABLE workflow DROP COLUMN kind");
      statement.execute("DROP TABLE change");
      statement.execute("DROP TABLE change_log");
      statement.execute("DELETE FROM sqlite_sequence WHERE name IN ('change', 'audit')");
      assertThat(
              statement.executeUpdate(
                  "DELETE FROM flyway_schema_history WHERE CAST(version AS INTEGER) > 4"))
          .isEqualTo(7);
    }
  }
}
