package taskagent.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskagent.domain.conversation.RuleBasedResponder;
import taskagent.domain.engine.Kinds;
import taskagent.domain.engine.Retention;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Notifier;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.json.RunJson;

/** A task of which an older version has kept every entry of the timeline. */
class TimelineRowsTest {

  private static final TaskId TASK = new TaskId("old");
  private static final long ROWS = 15_000;

  @TempDir Path folder;

  @BeforeEach
  void writeAsAnOlderVersion() throws SQLException {
    try (var engine = open()) {
      engine
          .tasks()
          .run(
              TASK,
              List.of(new TaskCommand.Create(new CommandId("c"), "A fine title", "A description")));
      engine.tasks().run(TASK, new TaskCommand.Assign(new CommandId("a"), "ada"));
    }
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(Database.FILE));
        var statement = connection.createStatement()) {
      int _ =
          statement.executeUpdate(
              """
              WITH RECURSIVE number(n) AS (SELECT 3 UNION ALL SELECT n + 1 FROM number WHERE n < %d)
              INSERT INTO timeline (task, version, events)
              SELECT task, n, json_set(events, '$.events[0].version', n) FROM timeline, number
              WHERE version = 2\
              """
                  .formatted(ROWS));
      int _ =
          statement.executeUpdate(
              "UPDATE task SET version = %1$d, doc = json_set(doc, '$.version', %1$d)"
                  .formatted(ROWS));
    }
  }

  private EmbeddedEngine open() {
    return EmbeddedEngine.open(
        Database.open(folder, UnaryOperator.identity()),
        new EmbeddedSettings(folder, 10, Retention.DEFAULT),
        InstantSource.system(),
        Kinds.ofTasks(RunJson.CODEC, _ -> new Notifier.Sent()),
        new RuleBasedResponder(),
        _ -> {},
        Activity.none(),
        Threads.OWN);
  }

  private long rows() throws SQLException {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(Database.FILE));
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT count(*) FROM timeline")) {
      return row.getLong(1);
    }
  }

  private static void assertBounded(EmbeddedEngine engine, long version) {
    assertThat(engine.tasks().timeline(TASK).orElseThrow())
        .extracting(TaskEvent::version)
        .containsExactlyElementsOf(
            LongStream.concat(
                    LongStream.rangeClosed(1, 50), LongStream.rangeClosed(version - 949, version))
                .boxed()
                .toList());
  }

  @Test
  void aReadHasTheEntriesToKeep() {
    try (var engine = open()) {
      assertBounded(engine, ROWS);
      engine.tasks().run(TASK, new TaskCommand.Start(new CommandId("s")));
      assertBounded(engine, ROWS + 1);
    }
  }

  @Test
  void aCommandRemovesOnlyAFewRows() throws SQLException {
    try (var database = Database.open(folder, UnaryOperator.identity());
        var connection = database.writing().getConnection()) {
      var transaction = new Transaction(connection);
      assertThat(TimelineRows.trim(transaction, 1, ROWS)).isEqualTo(TimelineRows.BATCH);
      assertThat(rows()).isEqualTo(ROWS - TimelineRows.BATCH);
    }
  }

  @Test
  void theRestIsRemovedInTheBackground() {
    try (var engine = open()) {
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> assertThat(rows()).isEqualTo(1_000));
      assertBounded(engine, ROWS);
    }
  }
}
