package taskagent.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskagent.domain.audit.AuditAction;
import taskagent.domain.audit.AuditChange;
import taskagent.domain.audit.AuditKind;
import taskagent.domain.bulk.BulkAction;
import taskagent.domain.bulk.BulkId;
import taskagent.domain.bulk.BulkRequest;
import taskagent.domain.bulk.BulkSets;
import taskagent.domain.contract.ManualClock;
import taskagent.domain.conversation.RuleBasedResponder;
import taskagent.domain.conversation.UserId;
import taskagent.domain.engine.EventPolicy;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Retention;
import taskagent.domain.port.Activity;
import taskagent.domain.port.EventPublisher;
import taskagent.domain.port.Notifier;
import taskagent.domain.port.Removed;
import taskagent.domain.port.Workflows.Started;
import taskagent.domain.processing.NotifyPolicy;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.run.RunId;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskStatus;
import taskagent.json.RunJson;

/** What has ended is removed after its retention, and nothing else (specification §13). */
final class SqliteRetentionTest {

  private static final TaskId TASK = new TaskId("t");
  private static final RunId RUN = WorkflowId.of(TASK);
  private static final UserId USER = new UserId("ada");
  private static final Retention SHORT =
      new Retention(
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(3),
          Duration.ofHours(1),
          Duration.ofHours(1),
          Duration.ofHours(10));

  @TempDir Path folder;

  private final ManualClock clock = new ManualClock();

  @Test
  void anEndedRunIsRemovedAndItsIdIsNotUsedAgainForAWhile() {
    try (var engine = open(SHORT)) {
      completed(engine, request());
      clock.advance(Duration.ofMinutes(59));
      assertThat(engine.workflows().find(RUN)).isPresent();

      clock.advance(Duration.ofMinutes(2));

      removed(() -> engine.workflows().find(RUN));
      assertThat(rows("journal")).isZero();
      assertThatThrownBy(() -> engine.workflows().start(request())).isInstanceOf(Removed.class);
      assertThatThrownBy(() -> engine.workflows().cancel(RUN)).isInstanceOf(Removed.class);
      assertThat(engine.tasks().find(TASK)).as("the task is open").isPresent();

      clock.advance(Duration.ofHours(11));
      Awaitility.await()
          .ignoreExceptionsInstanceOf(Removed.class)
          .until(() -> engine.workflows().find(RUN).isEmpty());
    }
  }

  private static void removed(Runnable call) {
    Awaitility.await()
        .untilAsserted(() -> assertThatThrownBy(call::run).isInstanceOf(Removed.class));
  }

  @Test
  void theAgeOfARunCountsFromItsEnd() {
    var later = clock.instant().plus(Duration.ofDays(1));
    try (var engine = open(SHORT, _ -> new Notifier.NotNow(later, "busy"))) {
      engine.workflows().start(request());
      engine.conversations().say(USER, "Hello", Optional.empty());
      clock.advance(Duration.ofHours(4));
      Awaitility.await().until(() -> engine.conversations().history(USER).entries().isEmpty());

      assertThat(engine.workflows().find(RUN)).isPresent();
      assertThat(engine.tasks().find(TASK)).isPresent();
    }
  }

  @Test
  void aClosedTaskIsRemovedWithItsTimeline() {
    try (var engine = open(SHORT)) {
      completed(engine, request());
      engine.tasks().run(TASK, new TaskCommand.Complete(new CommandId("c")));
      clock.advance(Duration.ofMinutes(119));
      assertThat(engine.tasks().find(TASK).orElseThrow().status()).isEqualTo(TaskStatus.COMPLETED);

      clock.advance(Duration.ofMinutes(2));

      removed(() -> engine.tasks().find(TASK));
      removed(() -> engine.tasks().timeline(TASK));
      assertThat(rows("timeline")).isZero();
    }
  }

  @Test
  void theIdsOfABulkAreRemovedAfterItsRun() {
    try (var engine = open(SHORT)) {
      var id = BulkId.of("retained");
      engine.bulks().begin(new BulkRequest(id, "set", new BulkAction.Cancel(), List.of(TASK), "r"));
      engine.bulkSets().add(new BulkSets.Key(BulkId.of("never-begun"), "lost"), 0, List.of(TASK));
      Awaitility.await()
          .until(() -> engine.bulks().find(id).orElseThrow().progress().chunks() == 1);
      clock.advance(Duration.ofSeconds(1));
      engine.wake();
      Awaitility.await().until(() -> engine.bulks().find(id).orElseThrow().endedAt().isPresent());
      assertThat(rows("bulk_chunk")).isEqualTo(2);
      assertThat(rows("bulk_progress")).isEqualTo(1);

      clock.advance(Duration.ofHours(2));

      removed(() -> engine.bulks().find(id));
      Awaitility.await().until(() -> rows("bulk_chunk") == 0 && rows("bulk_progress") == 0);
    }
  }

  @Test
  void oldEntriesOfTheAuditAreRemoved() {
    try (var engine = open(SHORT)) {
      engine
          .audit()
          .add(
              new AuditChange(
                  Optional.of("ada"),
                  AuditAction.CLEAR,
                  AuditKind.USER,
                  "bob",
                  Optional.empty(),
                  Optional.empty()));
      assertThat(rows("audit")).isEqualTo(1);
      clock.advance(Duration.ofHours(2));
      Awaitility.await().until(() -> rows("audit") == 0);
    }
  }

  @Test
  void oldDeadLettersAreRemoved() {
    var givesUpSoon = new EventPolicy(Duration.ofSeconds(1), Duration.ofSeconds(3), 16);
    var settings = new EmbeddedSettings(folder, 10, SHORT, givesUpSoon, NotifyPolicy.DEFAULT);
    EventPublisher refusing =
        event -> {
          throw new IllegalStateException("refused: " + event.id());
        };
    try (var engine = open(settings, _ -> new Notifier.Sent(), refusing)) {
      engine.tasks().run(TASK, new TaskCommand.Create(new CommandId("a"), "A title", "A text"));
      Awaitility.await()
          .until(
              () -> {
                clock.advance(Duration.ofMillis(500));
                engine.wake();
                return rows("dead_letter") == 1;
              });
      clock.advance(Duration.ofHours(2));
      Awaitility.await().until(() -> rows("dead_letter") == 0);
    }
  }

  @Test
  void anIdleConversationIsRemoved() {
    try (var engine = open(SHORT)) {
      engine.conversations().say(USER, "Hello", Optional.empty());
      clock.advance(Duration.ofHours(2));
      engine.conversations().say(USER, "Hello again", Optional.empty());
      clock.advance(Duration.ofHours(2));
      assertThat(engine.conversations().history(USER).entries()).hasSize(4);

      clock.advance(Duration.ofHours(2));

      Awaitility.await().until(() -> engine.conversations().history(USER).entries().isEmpty());
    }
  }

  @Test
  void zeroKeepsForEver() {
    var runsForEver =
        new Retention(
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofHours(1),
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO);
    try (var engine = open(runsForEver)) {
      completed(engine, request());
      engine.conversations().say(USER, "Hello", Optional.empty());
      clock.advance(Duration.ofDays(10_000));
      Awaitility.await().until(() -> engine.conversations().history(USER).entries().isEmpty());

      assertThat(engine.workflows().find(RUN)).isPresent();
    }
  }

  @Test
  void theFileShrinks() throws IOException {
    var text = "x".repeat(10_000);
    try (var engine = open(SHORT)) {
      for (int i = 0; i < 1_500; i++) {
        var id = new TaskId("t" + i);
        engine.tasks().run(id, new TaskCommand.Create(new CommandId("a"), "A task", text));
        engine.tasks().run(id, new TaskCommand.Cancel(new CommandId("b")));
      }
      clock.advance(Duration.ofHours(3));
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> rows("task") == 0 && pages() < 2_000);
    }
    assertThat(Files.size(folder.resolve(Database.FILE))).isLessThan(8L << 20);
  }

  private static TaskRequest request() {
    return new TaskRequest(TASK, "A title", "What is to be done", "ada", 36_000);
  }

  private static void completed(EmbeddedEngine engine, TaskRequest request) {
    assertThat(engine.workflows().start(request)).isInstanceOf(Started.Accepted.class);
    var id = WorkflowId.of(request.taskId());
    assertThat(engine.workflows().await(id, Duration.ofSeconds(20)).orElseThrow().result())
        .isPresent();
  }

  private long rows(String table) {
    return count("SELECT count(*) FROM " + table);
  }

  private long pages() {
    return count("PRAGMA page_count");
  }

  private long count(String sql) {
    var source = new org.sqlite.SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + folder.resolve(Database.FILE));
    try (var connection = source.getConnection();
        var row = connection.createStatement().executeQuery(sql)) {
      return row.next() ? row.getLong(1) : -1;
    } catch (java.sql.SQLException e) {
      throw new AssertionError(e);
    }
  }

  private EmbeddedEngine open(Retention retention) {
    return open(retention, _ -> new Notifier.Sent());
  }

  private EmbeddedEngine open(Retention retention, Notifier notifier) {
    return open(new EmbeddedSettings(folder, 10, retention), notifier, _ -> {});
  }

  private EmbeddedEngine open(
      EmbeddedSettings settings, Notifier notifier, EventPublisher publisher) {
    return EmbeddedEngine.open(
        Database.open(folder, UnaryOperator.identity()),
        settings,
        clock,
        Kinds.ofTasks(RunJson.CODEC, notifier),
        new RuleBasedResponder(),
        publisher,
        Activity.none(),
        Threads.OWN);
  }
}
